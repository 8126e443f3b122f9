public import Foundation
public import Postgres

/// A gift as its sender or its recipient sees it.
public struct GiftState: Sendable {
    /// The gift.
    public let giftID: UUID

    /// Its reservation; nil for the recipient until it is theirs.
    public let reservationID: UUID?

    /// The game.
    public let gameID: UUID

    /// Its title in the language asked for, or the nearest there is.
    public let title: String

    /// The reader's part in it.
    public let part: GiftPart

    /// The other member.
    public let otherID: UUID

    /// The other member's name; nil when they were erased.
    public let otherName: String?

    /// Where it stands.
    public let status: GiftStatus

    /// The sender's words, while it is open.
    public let message: String?

    /// When it was offered.
    public let offeredAt: Timestamp?

    /// From when on it cannot be accepted.
    public let expiresAt: Timestamp?

    /// When it was answered, cancelled or expired.
    public let closedAt: Timestamp?

    /// The sender's refund; nil for the recipient, whom it does not concern.
    public let refundID: UUID?

    /// Where that stands.
    public let refundStatus: RefundStatus?
}

/// A gift to or from a member; no row when they have no part in it, or for a recipient to whom it
/// was never offered.
public struct ReadGift: Statement {
    /// At most one row.
    public static let sql = "\(GiftRows.sql) AND g.gift_id = $3"

    /// Who reads it.
    public let memberID: UUID

    /// Which gift.
    public let giftID: UUID

    /// The language of its title; nil for the reader's own.
    public let language: String?

    /// The gift `giftID` as `memberID` sees it.
    public init(giftID: UUID, memberID: UUID, language: String? = nil) {
        self.giftID = giftID
        self.memberID = memberID
        self.language = language
    }

    /// Member, language and gift.
    public var bindings: [any Bindable] { [memberID, language, giftID] }

    /// The gift.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> GiftState {
        try GiftRows.state(&row, Self.name)
    }
}

/// The gifts that a member sent or received, newest first, in pages.
public struct ReadGifts: Statement {
    /// A row a gift; each part has its own index.
    public static let sql = """
        \(GiftRows.sql)
          AND CASE $3 WHEN 'sender' THEN g.sender_id ELSE g.recipient_id END = $1
          AND ($4::uuid IS NULL OR g.gift_id < $4)
        ORDER BY g.gift_id DESC LIMIT $5
        """

    /// Whose.
    public let memberID: UUID

    /// Sent or received.
    public let part: GiftPart

    /// The last gift of the page before; nil for the first page.
    public let after: UUID?

    /// Most gifts.
    public let limit: Int

    /// The language of titles; nil for the reader's own.
    public let language: String?

    /// A page of the gifts in which `memberID` has that part.
    public init(
        memberID: UUID,
        as part: GiftPart,
        language: String? = nil,
        after: UUID? = nil,
        limit: Int = 50
    ) {
        self.memberID = memberID
        self.part = part
        self.after = after
        self.limit = limit
        self.language = language
    }

    /// Member, language, part, cursor and limit.
    public var bindings: [any Bindable] { [memberID, language, part.rawValue, after, limit] }

    /// One gift.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> GiftState {
        try GiftRows.state(&row, Self.name)
    }
}

/// What both statements read of gifts; $1 is the reader, $2 the language of titles.
private enum GiftRows {
    static let sql = """
        SELECT g.gift_id,
               CASE WHEN g.sender_id = $1 OR r.owner_id = $1 THEN g.reservation_id END, g.game_id,
               coalesce((SELECT title FROM preorder.game_text AS t WHERE t.game_id = g.game_id
                         ORDER BY t.language <> coalesce($2, m.language),
                                  t.language <> m.language, t.language LIMIT 1), 'game'),
               CASE WHEN g.sender_id = $1 THEN 'sender' ELSE 'recipient' END, o.member_id,
               CASE WHEN o.erased_at IS NULL THEN o.name END, g.status, g.message, g.offered_at,
               g.expires_at, g.closed_at, f.refund_id, f.status
        FROM preorder.gift AS g
        JOIN preorder.reservation AS r USING (reservation_id)
        JOIN preorder.member AS m ON m.member_id = $1
        JOIN preorder.member AS o
          ON o.member_id = CASE WHEN g.sender_id = $1 THEN g.recipient_id ELSE g.sender_id END
        LEFT JOIN preorder.refund AS f
          ON f.reservation_id = g.reservation_id AND f.status <> 'withdrawn'
         AND g.sender_id = $1
        WHERE (g.sender_id = $1 OR (g.recipient_id = $1 AND g.offered_at IS NOT NULL))
        """

    static func state(
        _ row: inout RowDecoder,
        _ statement: String
    ) throws(PostgresError) -> GiftState {
        let giftID: UUID = try row.next()
        let reservationID: UUID? = try row.next()
        let gameID: UUID = try row.next()
        let title: String = try row.next()
        let part: GiftPart = try row.nextStatus(statement)
        let otherID: UUID = try row.next()
        let otherName: String? = try row.next()
        let status: GiftStatus = try row.nextStatus(statement)
        return try GiftState(
            giftID: giftID,
            reservationID: reservationID,
            gameID: gameID,
            title: title,
            part: part,
            otherID: otherID,
            otherName: otherName,
            status: status,
            message: row.next(),
            offeredAt: row.next(),
            expiresAt: row.next(),
            closedAt: row.next(),
            refundID: row.next(),
            refundStatus: refundStatus(&row, statement)
        )
    }

    private static func refundStatus(
        _ row: inout RowDecoder,
        _ statement: String
    ) throws(PostgresError) -> RefundStatus? {
        guard let text: String = try row.next(String?.self) else { return nil }
        guard let status = RefundStatus(rawValue: text) else {
            throw .unexpectedResult(statement: statement, reason: "unknown status \(text)")
        }
        return status
    }
}
