public import Foundation

/// A gift with all that decides what an event means for it.
public struct GiftCase: Sendable {
    /// The gift.
    public let giftID: UUID

    /// Its reservation, whose row is locked.
    public let reservationID: UUID

    /// Who gives it.
    public let senderID: UUID

    /// Whom it is for.
    public let recipientID: UUID

    /// Where it stands.
    public let status: GiftStatus

    /// Whether its period is over.
    public let isLapsed: Bool
}

/// What happens to a gift.
public enum GiftEvent: Sendable, CaseIterable {
    /// Its payment is complete.
    case paid

    /// Its payment failed or was withdrawn.
    case unpaid

    /// The recipient accepts it.
    case accept

    /// The recipient declines it.
    case decline

    /// The sender takes it back.
    case cancel

    /// Its period is over.
    case expire

    /// The game was cancelled.
    case gameCancelled
}

/// A mail about a gift, and who reads it.
public enum GiftMail: String, Sendable, CaseIterable {
    /// To the recipient: it is offered.
    case offered = "gift_offered"

    /// To the recipient: it expires soon.
    case reminder = "gift_reminder"

    /// To the recipient: it was taken back or has expired.
    case closed = "gift_closed"

    /// To the sender: the recipient accepted it.
    case accepted = "gift_accepted"

    /// To the sender: the recipient declined it, a refund follows.
    case declined = "gift_declined"

    /// To the sender: nobody accepted it in time, a refund follows.
    case expired = "gift_expired"

    /// To the sender: it was taken back, a refund follows.
    case cancelled = "gift_cancelled"

    /// To the recipient: the game was cancelled, and the gift with it.
    case revoked = "gift_revoked"

    /// Whether the recipient reads it, not the sender.
    public var isForRecipient: Bool { self == .closed || self == .revoked || invites }

    /// Whether it asks for an answer, and is news only while the gift is open.
    public var invites: Bool { self == .offered || self == .reminder }
}

/// What an event does to a gift, its reservation and the outbox.
public struct GiftStep: Hashable, Sendable {
    /// The gift's next state.
    public var status: GiftStatus

    /// Whether the recipient owns the game from now on.
    public var givesGame = false

    /// Why money goes back to the sender; nil when none does.
    public var refund: RefundCause?

    /// The mails that are written.
    public var mails: [GiftMail] = []
}

/// The life of a gift as a pure function: state and event to state, owner, refund and mail.
public enum GiftMachine {
    /// What `event` does to `gift`; nil when it changes nothing, because it is known already or
    /// not allowed.
    ///
    /// Accepting a gift whose period is over is its expiry.
    public static func step(_ gift: GiftCase, _ event: GiftEvent) -> GiftStep? {
        switch (gift.status, event) {
        case (.awaitingPayment, .paid): GiftStep(status: .offered, mails: [.offered])
        case (.awaitingPayment, .unpaid), (.awaitingPayment, .gameCancelled):
            GiftStep(status: .void)
        case (.offered, .accept) where !gift.isLapsed:
            GiftStep(status: .accepted, givesGame: true, mails: [.accepted])
        case (.offered, .accept),
            (.offered, .expire) where gift.isLapsed:
            GiftStep(status: .expired, refund: .giftExpired, mails: [.expired, .closed])
        case (.offered, .decline):
            GiftStep(status: .declined, refund: .giftDeclined, mails: [.declined])
        case (.offered, .cancel):
            GiftStep(status: .cancelled, refund: .giftCancelled, mails: [.cancelled, .closed])
        case (.offered, .gameCancelled):
            GiftStep(status: .cancelled, refund: .gameCancelled, mails: [.revoked])
        case (.accepted, .gameCancelled):
            GiftStep(status: .revoked, refund: .gameCancelled, mails: [.revoked])
        case (.awaitingPayment, _), (.offered, _), (.accepted, _), (.declined, _), (.expired, _),
            (.cancelled, _), (.void, _), (.revoked, _):
            nil
        }
    }
}
