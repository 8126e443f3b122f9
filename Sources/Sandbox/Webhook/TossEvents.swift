/// The events that Toss sends when a payment changes: PAYMENT_STATUS_CHANGED with the payment.
///
/// Source: Toss Payments, "웹훅 이벤트". Nothing is signed.
struct TossEvents: Sendable {
    let surroundings: Surroundings

    func of(_ payment: TossPayment, before: TossPayment?) -> [WebhookEvent] {
        let isNews =
            before?.status != payment.status || before?.canceledMinor != payment.canceledMinor
        // A payment that the buyer has only begun with is not told.
        guard isNews, payment.status != .inProgress else { return [] }
        let type = "PAYMENT_STATUS_CHANGED"
        let identity =
            "\(payment.paymentKey)|\(payment.status.rawValue)|\(payment.canceledMinor)"
        let body: JSON = [
            "createdAt": .string(payment.changedAt.inSeoulWithoutZone),
            "eventType": .string(type),
            "data": payment.json(at: payment.changedAt, in: surroundings),
        ]
        return [
            WebhookEvent(
                id: "toss_" + StableHash.token(identity, length: 24),
                gateway: .toss,
                account: payment.account,
                type: type,
                body: body.text,
                at: payment.changedAt
            )
        ]
    }
}
