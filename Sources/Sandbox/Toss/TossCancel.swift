/// One entry of a payment's `cancels`: a refund.
struct TossCancel: Codable, Sendable {
    let amountMinor: Int64
    let reason: String
    let transactionKey: String
    let refundableMinor: Int64
    let at: Instant
    let key: String?
}
