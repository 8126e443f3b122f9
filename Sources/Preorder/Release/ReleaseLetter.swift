public import Foundation
public import Postgres

/// What a mail about a game's release says to one who has reserved it; read when the mail is
/// written, so that messages carry no names or addresses.
public struct ReleaseLetter: Sendable {
    /// The reservation.
    public let reservationID: UUID

    /// Who reads the mail.
    public let readerID: UUID

    /// The reader's name; nil when they were erased.
    public let name: String?

    /// The reader's address; nil when they were erased.
    public let address: String?

    /// The reader's language.
    public let language: String

    /// The game's title in that language.
    public let title: String

    /// When the game comes out, in the zone of the reader's country: `2027-03-01 09:00`.
    public let releaseAt: String

    /// Days after release in which the reader may ask for a refund; nil when they may not: it was
    /// given to them.
    public let refundDays: Int?

    /// Whether the reservation is still the reader's.
    public let isStanding: Bool

    /// Whether the game is still to come.
    public let isAnnounced: Bool
}

/// The letters of reservations to their readers; at most one row a reservation and reader.
public struct ReadReleaseLetters: Statement {
    /// Titles fall back to any language there is.
    public static let sql = """
        SELECT r.reservation_id, m.member_id, CASE WHEN m.erased_at IS NULL THEN m.name END,
               CASE WHEN m.erased_at IS NULL THEN m.email END, m.language,
               coalesce((SELECT title FROM preorder.game_text AS t WHERE t.game_id = r.game_id
                         ORDER BY t.language = m.language DESC, t.language LIMIT 1), 'game'),
               to_char(g.release_at AT TIME ZONE c.time_zone, 'YYYY-MM-DD HH24:MI'),
               CASE WHEN r.member_id = m.member_id THEN y.refund_window_days END,
               r.status NOT IN ('refunded', 'cancelled'), g.status = 'announced'
        FROM (SELECT DISTINCT reservation_id, member_id
              FROM unnest($1::uuid[], $2::uuid[]) AS n (reservation_id, member_id)) AS n
        JOIN preorder.reservation AS r USING (reservation_id)
        JOIN preorder.member AS m ON m.member_id = n.member_id
         AND m.member_id IN (r.member_id, r.owner_id)
        JOIN preorder.game AS g ON g.game_id = r.game_id
        JOIN preorder.country AS c ON c.country = m.country
        JOIN preorder.policy AS y ON y.country = r.country
        """

    private let reservationIDs: [UUID]
    private let readerIDs: [UUID]

    /// The letters of `reservationIDs` to `readerIDs`, in pairs.
    public init(reservationIDs: [UUID], readerIDs: [UUID]) {
        self.reservationIDs = reservationIDs
        self.readerIDs = readerIDs
    }

    /// Reservations and readers.
    public var bindings: [any Bindable] { [reservationIDs, readerIDs] }

    /// One letter.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> ReleaseLetter {
        try ReleaseLetter(
            reservationID: row.next(),
            readerID: row.next(),
            name: row.next(),
            address: row.next(),
            language: row.next(),
            title: row.next(),
            releaseAt: row.next(),
            refundDays: row.next(),
            isStanding: row.next(),
            isAnnounced: row.next()
        )
    }
}
