public import Foundation
public import Money
public import Postgres

/// A payment with all that decides what an answer of the gateway means for it.
public struct ChargeCase: Sendable {
    /// The payment.
    public let paymentID: UUID

    /// Its reservation, whose row is locked.
    public let reservationID: UUID

    /// Who pays.
    public let memberID: UUID

    /// Where the payment stands.
    public let status: PaymentStatus

    /// Where the reservation stands.
    public let reservationStatus: ReservationStatus

    /// Whether the reservation was withdrawn while the charge was open.
    public let isWithdrawn: Bool

    /// Whether it is given to another member.
    public var isGift = false

    /// What is to be charged.
    public let amount: Money

    /// Points held for it.
    public let pointsUsed: Int64

    /// Points it earns when the charge applies: floor(rate × cash).
    public let pointsEarned: Int64

    /// Nothing is sent after it, less the time a call may take.
    public let deadlineAt: Timestamp?

    /// The gateway's id, once known.
    public let gatewayPaymentID: String?
}

/// What happened to a charge.
public enum ChargeEvent: Sendable {
    /// It took effect under the gateway's id.
    case applied(gatewayPaymentID: String)

    /// It certainly did not and will not take effect.
    case failed(FailureReason)

    /// The buyer must act, at the address if there is one.
    case actionRequired(url: String?)

    /// The gateway has accepted it and is working on it, after the buyer acted.
    case resumed
}

/// What an event does to a payment, its reservation and the outbox.
public struct ChargeStep: Sendable {
    /// The payment's next state.
    public var status: PaymentStatus

    /// The reservation's next state.
    public var reservationStatus: ReservationStatus

    /// What follows: messages by channel and kind.
    public var followUps: [FollowUp] = []

    /// Whether the charge must be given back.
    public var reverses = false

    /// What it means for a gift that is paid with it.
    var giftEvent: GiftEvent? {
        switch status {
        case .completed: .paid
        case .failed: .unpaid
        case .awaitingAuthentication, .pending, .actionRequired, .refunding, .refunded,
            .refundFailed, .reversing, .reversed, .reversalFailed:
            nil
        }
    }
}

/// A message that a step asks for.
public enum FollowUp: Hashable, Sendable {
    /// Points held leave the member: `points/spend`.
    case spendPoints(Int64)

    /// Points earned reach the member: `points/earn`.
    case earnPoints(Int64)

    /// Points held return to their lots: `points/restore`.
    case restorePoints(Int64)

    /// A mail of this kind.
    case mail(kind: String, reason: FailureReason?)

    /// The reporting tables look at the reservation again.
    case report
}
