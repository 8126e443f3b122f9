import Foundation

/// The body of `POST /v1/payments/confirm`.
struct TossConfirmBody: Decodable, Sendable {
    let paymentKey: String
    let orderId: String
    let amount: Decimal
}

/// The body of `POST /v1/payments/{paymentKey}/cancel`; without an amount everything is cancelled.
struct TossCancelBody: Decodable, Sendable {
    let cancelReason: String
    let cancelAmount: Decimal?
}
