public import Foundation
public import Postgres

/// A gift as the reports have it.
public struct ReportedGift: Sendable {
    /// The gift.
    public let giftID: UUID

    /// What is given.
    public let reservationID: UUID

    /// Who paid.
    public let senderID: UUID

    /// Whom it is for.
    public let recipientID: UUID

    /// The game.
    public let gameID: UUID

    /// Where it stands.
    public let status: String

    /// When it was paid and offered; nil when it never was.
    public let offeredAt: Timestamp?

    /// From when on it cannot be accepted.
    public let expiresAt: Timestamp?

    /// When it was answered, cancelled, void or expired.
    public let closedAt: Timestamp?

    /// Where the sender's refund stands; nil when there is none.
    public let refundStatus: String?

    /// When the refund was done.
    public let refundedAt: Timestamp?
}

/// Reported gifts whose sender belongs to a country, newest first; at most `limit` rows (B8).
public struct LookUpGifts: Statement {
    /// $2 to $4 narrow the list down; $5 is where the page before ended, by ids, which grow with
    /// time.
    public static let sql = """
        SELECT g.gift_id, g.reservation_id, g.sender_id, g.recipient_id, g.game_id, g.status,
               g.offered_at, g.expires_at, g.closed_at, g.refund_status, g.refunded_at
        FROM report.gift AS g
        WHERE g.country = $1 AND ($2::uuid IS NULL OR $2 IN (g.sender_id, g.recipient_id))
          AND ($3::uuid IS NULL OR g.game_id = $3) AND ($4::text IS NULL OR g.status = $4)
          AND ($5::uuid IS NULL OR g.gift_id < $5)
        ORDER BY g.gift_id DESC
        LIMIT $6
        """

    private let country: String
    private let memberID: UUID?
    private let gameID: UUID?
    private let status: GiftStatus?
    private let after: UUID?
    private let limit: Int

    /// Those of `country`, and to or from a member, of a game and of a status where given.
    public init(
        country: String,
        memberID: UUID? = nil,
        gameID: UUID? = nil,
        status: GiftStatus? = nil,
        after: UUID? = nil,
        limit: Int
    ) {
        self.country = country
        self.memberID = memberID
        self.gameID = gameID
        self.status = status
        self.after = after
        self.limit = limit
    }

    /// Country, filters, place and limit.
    public var bindings: [any Bindable] {
        [country, memberID, gameID, status?.rawValue, after, limit]
    }

    /// One gift.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> ReportedGift {
        try ReportedGift(
            giftID: row.next(),
            reservationID: row.next(),
            senderID: row.next(),
            recipientID: row.next(),
            gameID: row.next(),
            status: row.next(),
            offeredAt: row.next(),
            expiresAt: row.next(),
            closedAt: row.next(),
            refundStatus: row.next(),
            refundedAt: row.next()
        )
    }
}
