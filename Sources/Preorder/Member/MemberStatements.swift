import Foundation
import Postgres

/// One row a member, and a balance of 0 for each.
struct InsertMembers: Statement {
    static let sql = """
        WITH joined AS (
            INSERT INTO preorder.member (member_id, country, language, name, email, joined_at)
            SELECT m.*, $6
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) AS m
            RETURNING member_id
        )
        INSERT INTO preorder.point_balance (member_id) SELECT member_id FROM joined
        """

    let ids: [UUID]
    let members: [NewMember]
    let now: Timestamp

    var bindings: [any Bindable] {
        [
            ids, members.map(\.country), members.map(\.language), members.map(\.name),
            members.map(\.email), now,
        ]
    }
}

/// Locks the balances of those of the members who exist, in id order; one row each.
struct LockBalances: Statement {
    static let sql = """
        SELECT b.member_id, m.country FROM preorder.point_balance AS b
        JOIN preorder.member AS m USING (member_id)
        WHERE b.member_id = ANY ($1) AND m.erased_at IS NULL
        ORDER BY b.member_id
        FOR UPDATE OF b
        """

    let ids: [UUID]

    var bindings: [any Bindable] { [ids] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (memberID: UUID, country: String) {
        try (row.next(), row.next())
    }
}

/// Credits points, a lot and an entry a grant, under the balances' locks.
///
/// A lot expires after the validity of the member's country, counted from $3.
struct PostGrants: Statement {
    static let sql = """
        WITH granted AS (
            SELECT * FROM unnest($1::uuid[], $2::bigint[]) AS g (member_id, points)
        ), credited AS (
            UPDATE preorder.point_balance AS b SET available = b.available + s.points
            FROM (SELECT member_id, sum(points)::bigint AS points FROM granted
                  GROUP BY member_id) AS s
            WHERE b.member_id = s.member_id
        ), lots AS (
            INSERT INTO preorder.point_lot (member_id, granted, remaining, expires_at)
            SELECT member_id, points, points, $3::timestamptz + y.point_validity_days * interval '1 day'
            FROM granted
            JOIN preorder.member AS m USING (member_id)
            JOIN preorder.policy AS y ON y.country = m.country
        )
        INSERT INTO preorder.point_entry (kind, debit, credit, member_id, amount, posted_at)
        SELECT $4, 'issued', 'available', member_id, points, $3 FROM granted
        """

    let grants: [PointGrant]
    let kind: String
    let now: Timestamp

    var bindings: [any Bindable] { [grants.map(\.memberID), grants.map(\.points), now, kind] }
}
