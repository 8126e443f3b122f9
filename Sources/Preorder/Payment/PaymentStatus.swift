/// Where the cash of a reservation stands.
public enum PaymentStatus: String, Sendable, CaseIterable {
    /// The buyer has not yet authenticated and submitted.
    case awaitingAuthentication = "awaiting_authentication"

    /// Submitted; being charged.
    case pending

    /// The gateway wants the buyer to do something.
    case actionRequired = "action_required"

    /// Charged, or nothing was to be charged.
    case completed

    /// Certainly not charged.
    case failed

    /// A refund is on its way.
    case refunding

    /// Refunded.
    case refunded

    /// The refund was refused or came back; a person or a later generation goes on.
    case refundFailed = "refund_failed"

    /// Charged although the reservation was gone; being given back.
    case reversing

    /// Given back after such a charge.
    case reversed

    /// That giving back was refused; a person goes on.
    case reversalFailed = "reversal_failed"
}
