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

extension GiftStatus {
    /// What endpoints are told when a gift comes to stand so; nil for what was never offered.
    var event: WebhookEvent? {
        switch self {
        case .awaitingPayment, .void: nil
        case .offered: .giftOffered
        case .accepted: .giftAccepted
        case .declined: .giftDeclined
        case .expired: .giftExpired
        case .cancelled: .giftCancelled
        case .revoked: .giftRevoked
        }
    }
}
