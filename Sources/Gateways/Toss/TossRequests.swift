import Foundation

/// What we write to Toss Payments: pure, from an order to the bytes.
enum TossRequests {
    /// The longest key, of https://docs.tosspayments.com/reference/using-api/authorization.
    static let idempotencyKeyMax = 300

    private struct Confirm: Encodable {
        let amount: Int64
        let orderId: String
        let paymentKey: String
    }

    private struct Cancel: Encodable {
        let cancelAmount: Int64
        let cancelReason: String
    }

    static func confirm(
        _ order: ChargeOrder,
        credentialID: String
    ) throws(GatewayError) -> GatewayRequest {
        try order.checkOrderID()
        guard let token = order.buyerToken, !token.value.isEmpty else {
            throw .invalidOrder("confirming needs a paymentKey")
        }
        let body = Confirm(
            amount: try order.gatewayCurrency.chargeAmount(order.amount),
            orderId: order.orderID,
            paymentKey: token.value
        )
        return try request(
            .confirm,
            "/v1/payments/confirm",
            try json(body),
            order.idempotencyBase + ".confirm",
            credentialID,
            order.subject
        )
    }

    static func refund(
        _ refund: RefundOrder,
        credentialID: String
    ) throws(GatewayError) -> GatewayRequest {
        try refund.checkReference()
        let body = Cancel(
            cancelAmount: try refund.gatewayCurrency.gatewayAmount(refund.amount),
            cancelReason: TossCancelReason.text(refund.reason, refund.refund)
        )
        return try request(
            .refund,
            "/v1/payments/\(PercentEncoding.encoded(refund.gatewayPaymentID))/cancel",
            try json(body),
            refund.idempotencyBase + ".refund",
            credentialID,
            refund.subject
        )
    }

    /// Where the payment is read: by its own key once that is known, else by the order.
    static func lookUpPath(_ order: ChargeOrder) -> String {
        guard let key = order.gatewayPaymentID else {
            return "/v1/payments/orders/\(PercentEncoding.encoded(order.orderID))"
        }
        return "/v1/payments/\(PercentEncoding.encoded(key))"
    }

    private static func request(
        _ operation: GatewayRequest.Operation,
        _ path: String,
        _ body: Data,
        _ key: String,
        _ credentialID: String,
        _ subject: GatewaySubject
    ) throws(GatewayError) -> GatewayRequest {
        try GatewayRequest(
            gateway: TossGateway.name,
            operation: operation,
            path: path,
            contentType: "application/json",
            body: body,
            idempotencyKey: key,
            idempotencyKeyMax: idempotencyKeyMax,
            apiVersion: nil,
            credentialID: credentialID,
            subject: subject
        )
    }

    /// Sorted, so that the same order makes the same bytes.
    private static func json(_ body: some Encodable) throws(GatewayError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(body)
        } catch {
            throw .invalidOrder("the body cannot be written as JSON")
        }
    }
}
