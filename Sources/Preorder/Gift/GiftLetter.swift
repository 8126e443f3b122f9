public import Foundation
public import Money
public import Postgres

/// A gift as a mail to one of its two members tells of it; read when the mail is written, so that
/// messages carry no names, addresses or words.
public struct GiftLetter: Sendable {
    /// The gift.
    public let giftID: UUID

    /// Who reads the mail.
    public let readerID: UUID

    /// The reader's name; nil when they were erased.
    public let name: String?

    /// The reader's address; nil when they were erased.
    public let address: String?

    /// The reader's language.
    public let language: String

    /// The other member's name; nil when they were erased.
    public let otherName: String?

    /// The game's title in the reader's language.
    public let title: String

    /// Where the gift stands.
    public let status: GiftStatus

    /// The sender's words, while the gift is open.
    public let message: String?

    /// Until when it can be accepted, in the zone of the reader's country: `2027-01-15 21:00`.
    public let until: String?

    /// What goes back to the sender in cash; nil when nothing does.
    public let refund: Money?

    /// Points that go back to the sender.
    public let pointsRestored: Int64
}

/// The letters of gifts to their readers; at most one row a gift and reader.
public struct ReadGiftLetters: Statement {
    /// Titles fall back to any language there is.
    public static let sql = """
        SELECT g.gift_id, m.member_id, CASE WHEN m.erased_at IS NULL THEN m.name END,
               CASE WHEN m.erased_at IS NULL THEN m.email END, m.language,
               CASE WHEN o.erased_at IS NULL THEN o.name END,
               coalesce((SELECT title FROM preorder.game_text AS t WHERE t.game_id = g.game_id
                         ORDER BY t.language = m.language DESC, t.language LIMIT 1), 'game'),
               g.status, g.message,
               to_char(g.expires_at AT TIME ZONE c.time_zone, 'YYYY-MM-DD HH24:MI'),
               coalesce(f.points_restored, 0), f.cash_minor, r.currency
        FROM (SELECT DISTINCT gift_id, member_id
              FROM unnest($1::uuid[], $2::uuid[]) AS n (gift_id, member_id)) AS n
        JOIN preorder.gift AS g USING (gift_id)
        JOIN preorder.reservation AS r ON r.reservation_id = g.reservation_id
        JOIN preorder.member AS m ON m.member_id = n.member_id
         AND m.member_id IN (g.sender_id, g.recipient_id)
        JOIN preorder.member AS o ON o.member_id IN (g.sender_id, g.recipient_id)
         AND o.member_id <> m.member_id
        JOIN preorder.country AS c ON c.country = m.country
        LEFT JOIN preorder.refund AS f
          ON f.reservation_id = g.reservation_id AND f.status <> 'withdrawn'
        """

    private let giftIDs: [UUID]
    private let readerIDs: [UUID]

    /// The letters of `giftIDs` to `readerIDs`, in pairs.
    public init(giftIDs: [UUID], readerIDs: [UUID]) {
        self.giftIDs = giftIDs
        self.readerIDs = readerIDs
    }

    /// Gifts and readers.
    public var bindings: [any Bindable] { [giftIDs, readerIDs] }

    /// One letter.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> GiftLetter {
        let giftID: UUID = try row.next()
        let readerID: UUID = try row.next()
        let name: String? = try row.next()
        let address: String? = try row.next()
        let language: String = try row.next()
        let otherName: String? = try row.next()
        let title: String = try row.next()
        let status: GiftStatus = try row.nextStatus(Self.name)
        let message: String? = try row.next()
        let until: String? = try row.next()
        let pointsRestored: Int64 = try row.next()
        let cashMinor: Int64? = try row.next()
        let currency = try row.nextCurrency(Self.name)
        return GiftLetter(
            giftID: giftID,
            readerID: readerID,
            name: name,
            address: address,
            language: language,
            otherName: otherName,
            title: title,
            status: status,
            message: message,
            until: until,
            refund: cashMinor.map { Money($0, currency) },
            pointsRestored: pointsRestored
        )
    }
}
