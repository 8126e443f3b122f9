public import Postgres

/// A lot that a mail tells of; read when the mail is written, so that messages carry no names or
/// addresses and the mail says how many points are left.
public struct PointsLetter: Sendable {
    /// The lot.
    public let lotID: Int64

    /// The member's name; nil when the member was erased.
    public let name: String?

    /// The member's address; nil when the member was erased.
    public let address: String?

    /// The member's language.
    public let language: String

    /// Points that are left and have not expired.
    public let points: Int64

    /// Until when they can be used, in the zone of the member's country: `2027-01-15 21:00`.
    public let until: String
}

/// The letters of lots; a row a lot, first-to-expire first.
public struct ReadPointsLetters: Statement {
    /// By primary key.
    public static let sql = """
        SELECT l.lot_id, CASE WHEN m.erased_at IS NULL THEN m.name END,
               CASE WHEN m.erased_at IS NULL THEN m.email END, m.language,
               CASE WHEN l.expires_at > $2 THEN l.remaining ELSE 0 END,
               to_char(l.expires_at AT TIME ZONE c.time_zone, 'YYYY-MM-DD HH24:MI')
        FROM preorder.point_lot AS l
        JOIN preorder.member AS m USING (member_id)
        JOIN preorder.country AS c USING (country)
        WHERE l.lot_id = ANY ($1)
        ORDER BY l.expires_at, l.lot_id
        """

    private let lotIDs: [Int64]
    private let now: Timestamp

    /// The letters of `lotIDs` as they are at `now`.
    public init(lotIDs: [Int64], now: Timestamp) {
        self.lotIDs = lotIDs
        self.now = now
    }

    /// Lots and time.
    public var bindings: [any Bindable] { [lotIDs, now] }

    /// One letter.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> PointsLetter {
        try PointsLetter(
            lotID: row.next(),
            name: row.next(),
            address: row.next(),
            language: row.next(),
            points: row.next(),
            until: row.next()
        )
    }
}
