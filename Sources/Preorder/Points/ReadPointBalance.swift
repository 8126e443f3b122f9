public import Foundation
public import Postgres

/// What a member can use and what open reservations and refunds hold; no row for an unknown one.
public struct ReadPointBalance: Statement {
    /// Points, of which the ones that lapsed but still stand in the balance are not available.
    public static let sql = """
        SELECT b.available - coalesce((SELECT sum(l.remaining) FROM preorder.point_lot AS l
                                       WHERE l.member_id = b.member_id AND l.remaining > 0
                                         AND l.expires_at <= outbox.now()), 0)::bigint,
               b.held
        FROM preorder.point_balance AS b WHERE b.member_id = $1
        """

    private let memberID: UUID

    /// The balance of `memberID`.
    public init(memberID: UUID) { self.memberID = memberID }

    /// The member.
    public var bindings: [any Bindable] { [memberID] }

    /// The balance.
    public func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (available: Int64, held: Int64) {
        try (row.next(), row.next())
    }
}
