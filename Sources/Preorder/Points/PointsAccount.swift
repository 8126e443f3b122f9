public import Foundation
public import Postgres

/// A lot of a member's points that has some left.
public struct PointLot: Sendable, Hashable {
    /// The lot.
    public let lotID: Int64

    /// `grant`, `earn` or `grace`.
    public let source: String

    /// Points it had.
    public let granted: Int64

    /// Points that are left.
    public let remaining: Int64

    /// When they expire.
    public let expiresAt: Timestamp

    /// When the member was told so.
    public let noticedAt: Timestamp?

    /// Whether they can no longer be used, although the sweep has not expired them yet.
    public let isLapsed: Bool
}

/// A member's lots with points left, first-to-expire first.
public struct ReadPointLots: Statement {
    /// A row a lot.
    public static let sql = """
        SELECT lot_id, source, granted, remaining, expires_at, noticed_at,
               expires_at <= outbox.now()
        FROM preorder.point_lot WHERE member_id = $1 AND remaining > 0
        ORDER BY expires_at, lot_id
        """

    private let memberID: UUID

    /// The lots of `memberID`.
    public init(memberID: UUID) { self.memberID = memberID }

    /// The member.
    public var bindings: [any Bindable] { [memberID] }

    /// One lot.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> PointLot {
        try PointLot(
            lotID: row.next(),
            source: row.next(),
            granted: row.next(),
            remaining: row.next(),
            expiresAt: row.next(),
            noticedAt: row.next(),
            isLapsed: row.next()
        )
    }
}

/// An entry of the point ledger.
public struct PointEntry: Sendable, Hashable {
    /// Its place in the ledger.
    public let entryID: Int64

    /// When it was posted.
    public let postedAt: Timestamp

    /// What was done, such as `grant`, `hold` or `spend`.
    public let kind: String

    /// Points.
    public let amount: Int64

    /// The account that they left.
    public let debit: String

    /// The account that they entered.
    public let credit: String

    /// The reservation concerned.
    public let reservationID: UUID?
}

/// Entries of a member's ledger, latest first; at most `limit` rows.
public struct ReadPointEntries: Statement {
    /// By the member's index.
    public static let sql = """
        SELECT entry_id, posted_at, kind, amount, debit, credit, reservation_id
        FROM preorder.point_entry
        WHERE member_id = $1 AND ($3::bigint IS NULL OR entry_id < $3)
        ORDER BY entry_id DESC LIMIT $2
        """

    private let memberID: UUID
    private let limit: Int
    private let before: Int64?

    /// The last `limit` entries of `memberID`, or the last ones before entry `before`.
    public init(memberID: UUID, limit: Int, before: Int64? = nil) {
        self.memberID = memberID
        self.limit = limit
        self.before = before
    }

    /// Member, limit and entry.
    public var bindings: [any Bindable] { [memberID, limit, before] }

    /// One entry.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> PointEntry {
        try PointEntry(
            entryID: row.next(),
            postedAt: row.next(),
            kind: row.next(),
            amount: row.next(),
            debit: row.next(),
            credit: row.next(),
            reservationID: row.next()
        )
    }
}
