/// Where a gift stands.
public enum GiftStatus: String, Sendable, CaseIterable {
    /// Its payment has no verdict; the recipient knows nothing of it.
    case awaitingPayment = "awaiting_payment"

    /// Paid; the recipient may accept or decline it.
    case offered

    /// The game is the recipient's.
    case accepted

    /// The recipient did not want it.
    case declined

    /// Nobody accepted it in time.
    case expired

    /// The sender took it back.
    case cancelled

    /// Its payment failed or was withdrawn: it was never offered.
    case void

    /// It had been accepted, and the game was cancelled.
    case revoked
}
