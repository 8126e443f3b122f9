public import Foundation
public import Money

/// What the gateway showed of a charge.
public struct ChargeEvidence: Hashable, Sendable {
    /// The gateway's id of the payment.
    public let gatewayPaymentID: String

    /// The amount; nil when the gateway shows another currency or no whole minor unit.
    public let amount: Money?

    /// The amount and currency as the gateway wrote them, such as `59800 KRW`.
    public let gatewayAmount: String

    /// When it was charged, where the gateway says so.
    public let at: Date?

    /// The method in the gateway's words, such as `card` or `간편결제 KAKAOPAY`.
    public let method: String?

    /// The gateway's status word.
    public let rawStatus: String

    /// Evidence, as an adapter read it.
    public init(
        gatewayPaymentID: String,
        amount: Money?,
        gatewayAmount: String,
        at: Date?,
        method: String?,
        rawStatus: String
    ) {
        self.gatewayPaymentID = gatewayPaymentID
        self.amount = amount
        self.gatewayAmount = gatewayAmount
        self.at = at
        self.method = method
        self.rawStatus = rawStatus
    }
}
