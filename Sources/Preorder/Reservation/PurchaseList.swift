public import Foundation
public import Money
public import Postgres

/// A line of a member's purchase list.
public struct Purchase: Sendable {
    /// The reservation.
    public let reservationID: UUID

    /// The game.
    public let gameID: UUID

    /// Its title in the language asked for, or the nearest there is.
    public let title: String

    /// `reserved`, `released` or `refunding`.
    public let status: ReservationStatus

    /// What the member was charged in cash; 0 for what was given to them.
    public let charged: Money

    /// The member's points that paid a part; 0 for what was given to them.
    public let pointsUsed: Int64

    /// When the reservation was complete.
    public let reservedAt: Timestamp

    /// When the game comes out.
    public let releaseAt: Timestamp

    /// Whether the member may ask for a refund now: until the refund window after release is over,
    /// whether or not the sweep has released it yet.
    public let isRefundable: Bool

    /// The refund that is on its way; nil when there is none, or when it is not the reader's.
    public let refundID: UUID?
}

/// What a member owns or has reserved, newest first; reservations that were withdrawn or refunded
/// are in no list.
public struct ReadPurchases: Statement {
    /// One row a reservation that stands, which the member paid for themselves or has accepted.
    public static let sql = """
        SELECT r.reservation_id, r.game_id, named.title, r.status,
               CASE WHEN r.member_id = $1 THEN r.charged_minor ELSE 0 END, r.currency,
               CASE WHEN r.member_id = $1 THEN r.points_used ELSE 0 END, r.reserved_at,
               g.release_at,
               r.member_id = $1 AND NOT r.is_gift
               AND r.status IN ('reserved', 'released')
               AND outbox.now() < g.release_at + y.refund_window_days * interval '1 day',
               f.refund_id
        FROM preorder.reservation AS r
        JOIN preorder.member AS m ON m.member_id = $1
        JOIN preorder.game AS g USING (game_id)
        JOIN preorder.policy AS y ON y.country = r.country
        CROSS JOIN LATERAL (
            SELECT t.title FROM preorder.game_text AS t WHERE t.game_id = r.game_id
            ORDER BY t.language <> coalesce($5, m.language), t.language <> m.language,
                     t.language
            LIMIT 1
        ) AS named
        LEFT JOIN preorder.refund AS f
          ON f.reservation_id = r.reservation_id AND f.status <> 'withdrawn'
         AND r.member_id = $1
        WHERE r.owner_id = $1 AND r.status IN ('reserved', 'released', 'refunding')
          AND ($3::timestamptz IS NULL OR (r.reserved_at, r.reservation_id) < ($3, $4))
        ORDER BY r.reserved_at DESC, r.reservation_id DESC
        LIMIT $2
        """

    /// Whose list.
    public let memberID: UUID

    /// Most lines.
    public let limit: Int

    /// Where the page before ended; nil for the first.
    public let after: Place?

    /// The language of titles; nil for the member's own.
    public let language: String?

    /// A line's place in the list.
    public struct Place: Sendable, Hashable {
        /// When the reservation was complete.
        public let reservedAt: Timestamp

        /// The reservation.
        public let reservationID: UUID

        /// The place of a reservation.
        public init(reservedAt: Timestamp, reservationID: UUID) {
            self.reservedAt = reservedAt
            self.reservationID = reservationID
        }
    }

    /// The list of `memberID`, or what follows the line at `after`.
    public init(
        memberID: UUID,
        language: String? = nil,
        limit: Int = 100,
        after: Place? = nil
    ) {
        self.memberID = memberID
        self.limit = limit
        self.after = after
        self.language = language
    }

    /// Member, limit, place and language.
    public var bindings: [any Bindable] {
        [memberID, limit, after?.reservedAt, after?.reservationID, language]
    }

    /// One line.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> Purchase {
        let reservationID: UUID = try row.next()
        let gameID: UUID = try row.next()
        let title: String = try row.next()
        let status: ReservationStatus = try row.nextStatus(Self.name)
        let charged = try row.nextMoney(Self.name)
        return try Purchase(
            reservationID: reservationID,
            gameID: gameID,
            title: title,
            status: status,
            charged: charged,
            pointsUsed: row.next(),
            reservedAt: row.next(),
            releaseAt: row.next(),
            isRefundable: row.next(),
            refundID: row.next()
        )
    }
}
