public import Foundation
public import Money

/// What the gateway showed of one refund.
public struct RefundEvidence: Hashable, Sendable {
    /// Where the refund stands.
    public enum Status: Hashable, Sendable {
        /// Paid back; Stripe's can still turn failed, so keep looking.
        case succeeded

        /// On its way.
        case pending

        /// The buyer must say where the money goes.
        case requiresAction

        /// Not paid back.
        case failed

        /// Called off before it was paid back.
        case canceled

        /// A word this adapter does not know.
        case other(String)
    }

    /// The gateway's id of the refund: Stripe `re_…`, Toss transactionKey.
    public let gatewayRefundID: String

    /// Whose it is; nil when the entry names none of our refunds.
    public let refund: RefundReference?

    /// What was paid back.
    public let amount: Money

    /// Where it stands.
    public let status: Status

    /// When the gateway made it, where it says so.
    public let at: Date?

    /// Evidence, as an adapter read it.
    public init(
        gatewayRefundID: String,
        refund: RefundReference?,
        amount: Money,
        status: Status,
        at: Date?
    ) {
        self.gatewayRefundID = gatewayRefundID
        self.refund = refund
        self.amount = amount
        self.status = status
        self.at = at
    }
}
