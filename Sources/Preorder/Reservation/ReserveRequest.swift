public import Foundation
public import Money

/// A member's wish to reserve a game.
public struct ReserveRequest: Sendable {
    /// Who pays.
    public var memberID: UUID

    /// The game.
    public var gameID: UUID

    /// The card or wallet chosen; nil when points are to pay all, or the game is free.
    public var method: String?

    /// Points to use.
    public var points: Int64

    /// The amount the member was shown, discount included and points not.
    public var shown: Money

    /// To whom the game is given; nil when it is for the member themselves.
    public var gift: GiftWish?

    /// W3C trace context of the request.
    public var traceparent: String?

    /// A reservation of `gameID`, for the member themselves unless it is a gift.
    public init(
        memberID: UUID,
        gameID: UUID,
        method: String?,
        points: Int64,
        shown: Money,
        gift: GiftWish? = nil,
        traceparent: String? = nil
    ) {
        self.memberID = memberID
        self.gameID = gameID
        self.method = method
        self.points = points
        self.shown = shown
        self.gift = gift
        self.traceparent = traceparent
    }
}

/// What the member's client needs to go on.
public struct ReserveReceipt: Sendable {
    /// The reservation.
    public let reservationID: UUID

    /// The payment, to be followed.
    public let paymentID: UUID

    /// The order number that the gateway is given; 6–64 of A–Z a–z 0–9 - _.
    public let orderID: String

    /// What remains to be charged; 0 when the reservation is complete already.
    public let amount: Money

    /// Until when the payment must be submitted; nil when nothing is to be paid.
    public let authenticateBy: Date?

    /// Whether the reservation is complete.
    public let isComplete: Bool

    /// The gift; nil when the game is for the member themselves.
    public let giftID: UUID?
}

/// What came of a wish to reserve.
public enum ReserveOutcome: Sendable {
    /// The price is locked, points are held, and everything that follows is written.
    case reserved(ReserveReceipt)

    /// Nothing was written.
    case refused(ReserveRefusal)
}

/// Why a reservation was refused; nothing was written.
public enum ReserveRefusal: Error, Hashable, Sendable {
    /// No such member, or an erased one.
    case unknownMember

    /// No such game, or not sold in the member's country.
    case unknownGame

    /// The game was cancelled.
    case gameCancelled

    /// Outside the sales window.
    case notOnSale

    /// The member has or owns the game already.
    case alreadyReserved

    /// The price is no longer what was shown.
    case priceChanged(Money)

    /// The country office does not accept this method.
    case methodNotSupported

    /// Something is to be charged and no method was chosen.
    case methodRequired

    /// A method was chosen though nothing is to be charged.
    case nothingToCharge

    /// Negative, or worth more than the price.
    case pointsOutOfRange(max: Int64)

    /// The member does not have as many.
    case notEnoughPoints(available: Int64)

    /// What they leave cannot be charged; the nearest numbers that can be used.
    case pointsLeaveRemainder(below: Int64?, above: Int64?)

    /// The discount registered names a policy that this program does not know.
    case unknownDiscountPolicy(String)

    /// A gift to the member themselves.
    case giftToOneself

    /// No such recipient, or an erased one.
    case unknownRecipient

    /// The game is not sold in the recipient's country.
    case notSoldToRecipient

    /// The recipient has or owns the game already.
    case recipientHasGame

    /// The member's gift of this game to this recipient is open already.
    case alreadyGiven

    /// A message that is too long, or has control characters besides line ends and tabs.
    case malformedGiftMessage
}

extension ReserveRefusal: CustomStringConvertible {
    /// The stable code of the refusal and what would do.
    public var description: String {
        switch self {
        case .unknownMember: "unknown_member: there is no such member"
        case .unknownGame: "unknown_game: there is no such game in the member's country"
        case .gameCancelled: "game_cancelled: the game was cancelled"
        case .notOnSale: "not_on_sale: the game is not open for reservation now"
        case .alreadyReserved: "already_reserved: the member has this game already"
        case .priceChanged(let price):
            "price_changed: the price is now \(price.decimalString) \(price.currency)"
        case .methodNotSupported:
            "method_not_supported: the country office does not accept this payment method"
        case .methodRequired: "method_required: choose a payment method for the amount left"
        case .nothingToCharge: "nothing_to_charge: the points pay all; choose no payment method"
        case .pointsOutOfRange(let max): "points_out_of_range: use 0 to \(max) points"
        case .notEnoughPoints(let available):
            "not_enough_points: \(available) points are available"
        case .pointsLeaveRemainder(let below, let above):
            "points_leave_remainder: what is left cannot be charged; use "
                + [below, above].compactMap { $0.map(String.init) }.joined(separator: " or ")
                + " points"
        case .unknownDiscountPolicy(let name):
            "unknown_discount_policy: this program does not know the policy \(name)"
        case .giftToOneself: "gift_to_oneself: reserve it without a recipient instead"
        case .unknownRecipient: "unknown_recipient: there is no such recipient"
        case .notSoldToRecipient:
            "not_sold_to_recipient: the game is not sold in the recipient's country"
        case .recipientHasGame: "recipient_has_game: the recipient has this game already"
        case .alreadyGiven:
            "already_given: the member's gift of this game to this recipient is open already"
        case .malformedGiftMessage:
            "malformed_gift_message: at most \(GiftWish.messageCharactersMax) characters, and no "
                + "control characters but line ends and tabs"
        }
    }
}
