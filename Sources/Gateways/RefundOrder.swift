public import Foundation
public import Money

/// One generation of a refund as the domain asks for it.
public struct RefundOrder: Hashable, Sendable, Codable {
    /// The refund and its generation; both travel to the gateway, so that its list can be read.
    public let refund: RefundReference

    /// The payment that is refunded.
    public let paymentID: UUID

    /// The gateway's id of that payment.
    public let gatewayPaymentID: String

    /// What goes back in cash; more than 0.
    public let amount: Money

    /// How the gateway takes the amount's currency.
    public let gatewayCurrency: GatewayCurrency

    /// Why, in words that the gateway's console may show.
    public let reason: String

    /// The stem of the idempotency key, one for each generation.
    public let idempotencyBase: String

    /// A refund; checked when the request is built from it.
    public init(
        refundID: UUID,
        generation: Int,
        paymentID: UUID,
        gatewayPaymentID: String,
        amount: Money,
        gatewayCurrency: GatewayCurrency,
        reason: String,
        idempotencyBase: String
    ) {
        refund = RefundReference(id: refundID, generation: generation)
        self.paymentID = paymentID
        self.gatewayPaymentID = gatewayPaymentID
        self.amount = amount
        self.gatewayCurrency = gatewayCurrency
        self.reason = reason
        self.idempotencyBase = idempotencyBase
    }

    /// What an answer to the request for this refund is checked against.
    public var subject: GatewaySubject {
        GatewaySubject(
            paymentID: paymentID,
            gatewayPaymentID: gatewayPaymentID,
            amount: amount,
            gatewayCurrency: gatewayCurrency,
            refund: refund
        )
    }

    func checkReference() throws(GatewayError) {
        guard refund.generation > 0 else { throw .invalidOrder("a generation starts at 1") }
        guard !gatewayPaymentID.isEmpty else {
            throw .invalidOrder("a refund needs the gateway's payment id")
        }
    }
}
