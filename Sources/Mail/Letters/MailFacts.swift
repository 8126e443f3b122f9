public import Money

/// What a mail may tell about a reservation, or about a member's points; a template takes what it
/// needs.
public struct MailFacts: Hashable, Sendable {
    /// The recipient's name; empty when the member has none (or was erased).
    public var memberName: String

    /// The game's title in the recipient's language; empty when the mail is not about a game.
    public var gameTitle: String

    /// The cash part; nil when the mail is not about cash.
    public var amount: Money?

    /// Points used for the reservation.
    public var pointsUsed: Int64

    /// Points earned by the reservation.
    public var pointsEarned: Int64

    /// What goes back with a refund; nil when the mail is not about one.
    public var refund: Refund?

    /// The gift that the mail is about; nil when it is about none.
    public var gift: Gift?

    /// Whether the reservation is given to another member.
    public var isGift: Bool

    /// A stable code such as `card_declined`; see `FailureReason`.
    public var reasonCode: String?

    /// The reservation's id as the member sees it.
    public var reservationID: String

    /// The order's id as the member sees it.
    public var orderID: String

    /// The release date as text in the recipient's language and zone.
    public var releaseAt: String?

    /// Days after release during which a refund can be requested (the country's policy).
    public var refundDays: Int

    /// Points that are about to expire, first-to-expire first.
    public var expiring: [Expiring]

    /// Facts of kinds that are not known here.
    public var other: [String: String]

    /// What goes back with a refund.
    public struct Refund: Hashable, Sendable {
        /// Cash.
        public var cash: Money

        /// Points used that come back.
        public var pointsRestored: Int64

        /// Points earned that are taken back.
        public var pointsClawedBack: Int64

        /// Points earned and spent, made up for in cash or in points.
        public var pointsDeducted: Int64

        /// What goes back.
        public init(
            cash: Money,
            pointsRestored: Int64 = 0,
            pointsClawedBack: Int64 = 0,
            pointsDeducted: Int64 = 0
        ) {
            self.cash = cash
            self.pointsRestored = pointsRestored
            self.pointsClawedBack = pointsClawedBack
            self.pointsDeducted = pointsDeducted
        }
    }

    /// A gift as one of its two members reads of it.
    public struct Gift: Hashable, Sendable {
        /// The other member's name; empty when they were erased.
        public var otherName: String

        /// The sender's words; empty for none.
        public var message: String

        /// Until when it can be accepted, as text in the reader's zone; empty when that is over.
        public var until: String

        /// A gift from or to `otherName`.
        public init(otherName: String, message: String = "", until: String = "") {
            self.otherName = otherName
            self.message = message
            self.until = until
        }
    }

    /// Points that expire together.
    public struct Expiring: Hashable, Sendable {
        /// How many.
        public var points: Int64

        /// Until when they can be used, as text in the recipient's zone.
        public var until: String

        /// Points that can be used until then.
        public init(points: Int64, until: String) {
            self.points = points
            self.until = until
        }
    }

    /// Facts about one reservation, or about points.
    public init(
        memberName: String,
        gameTitle: String,
        amount: Money? = nil,
        pointsUsed: Int64 = 0,
        pointsEarned: Int64 = 0,
        refund: Refund? = nil,
        gift: Gift? = nil,
        isGift: Bool = false,
        reasonCode: String? = nil,
        reservationID: String = "",
        orderID: String = "",
        releaseAt: String? = nil,
        refundDays: Int = 7,
        expiring: [Expiring] = [],
        other: [String: String] = [:]
    ) {
        self.memberName = memberName
        self.gameTitle = gameTitle
        self.amount = amount
        self.pointsUsed = pointsUsed
        self.pointsEarned = pointsEarned
        self.refund = refund
        self.gift = gift
        self.isGift = isGift
        self.reasonCode = reasonCode
        self.reservationID = reservationID
        self.orderID = orderID
        self.releaseAt = releaseAt
        self.refundDays = refundDays
        self.expiring = expiring
        self.other = other
    }

    /// The same facts with every text on one line and without harmful characters.
    var neutralised: MailFacts {
        var facts = self
        facts.memberName = MailText.singleLine(memberName)
        facts.gameTitle = MailText.singleLine(gameTitle)
        facts.reservationID = MailText.singleLine(reservationID)
        facts.orderID = MailText.singleLine(orderID)
        facts.releaseAt = releaseAt.map { MailText.singleLine($0) }
        facts.expiring = expiring.map {
            Expiring(points: $0.points, until: MailText.singleLine($0.until))
        }
        facts.gift = gift.map {
            Gift(
                otherName: MailText.singleLine($0.otherName),
                message: MailText.singleLine($0.message, limit: 500),
                until: MailText.singleLine($0.until)
            )
        }
        facts.other = other.mapValues { MailText.singleLine($0, limit: 500) }
        return facts
    }
}
