public import Foundation
public import Money

/// What a request is about, stored with it so that its answer can be checked without the order.
public struct GatewaySubject: Hashable, Sendable, Codable {
    /// Our payment's id.
    public let paymentID: UUID

    /// The gateway's id of the payment, where it was known when the request was built.
    public let gatewayPaymentID: String?

    /// What the request charges or refunds.
    public let amount: Money

    /// How the gateway takes the amount's currency.
    public let gatewayCurrency: GatewayCurrency

    /// The refund, when the request is one.
    public let refund: RefundReference?

    /// A subject; orders make theirs with `subject`.
    public init(
        paymentID: UUID,
        gatewayPaymentID: String?,
        amount: Money,
        gatewayCurrency: GatewayCurrency,
        refund: RefundReference?
    ) {
        self.paymentID = paymentID
        self.gatewayPaymentID = gatewayPaymentID
        self.amount = amount
        self.gatewayCurrency = gatewayCurrency
        self.refund = refund
    }
}

extension GatewaySubject {
    /// Our payment's id as gateways carry it.
    var paymentKey: String { paymentID.uuidString.lowercased() }
}
