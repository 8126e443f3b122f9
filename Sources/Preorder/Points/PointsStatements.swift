import Foundation
import Outbox
import Postgres

/// Locks the balances of all members concerned, in id order; returns the members.
struct LockMembers: Statement {
    static let sql = """
        SELECT b.member_id FROM preorder.point_balance AS b
        WHERE b.member_id IN (SELECT (m.payload ->> 'member_id')::uuid FROM outbox.message AS m
                              WHERE m.id = ANY ($1) AND m.day = ANY ($2::date[]))
        ORDER BY b.member_id
        FOR UPDATE
        """

    let messages: [QueuedMessage]

    var bindings: [any Bindable] { messages.identity }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}

/// Points held leave the member; returns how many entries were posted.
struct SpendPoints: Statement {
    static let sql = """
        WITH todo AS MATERIALIZED (
            SELECT m.id, (m.payload ->> 'reservation_id')::uuid AS reservation_id,
                   (m.payload ->> 'member_id')::uuid AS member_id,
                   (m.payload ->> 'points')::bigint AS points
            FROM outbox.message AS m
            WHERE m.id = ANY ($1) AND m.day = ANY ($2::date[])
        ), moved AS (
            UPDATE preorder.point_balance AS b SET held = b.held - s.points
            FROM (SELECT member_id, sum(points)::bigint AS points FROM todo GROUP BY member_id) AS s
            WHERE b.member_id = s.member_id
            RETURNING b.member_id
        ), posted AS (
            INSERT INTO preorder.point_entry
                (kind, debit, credit, member_id, amount, reservation_id, message_id, posted_at)
            SELECT 'spend', 'held', 'redeemed', member_id, points, reservation_id, id, $3::timestamptz
            FROM todo JOIN moved USING (member_id)
            ORDER BY id
            RETURNING entry_id
        )
        SELECT count(*) FROM posted
        """

    let messages: [QueuedMessage]
    let now: Timestamp

    var bindings: [any Bindable] { messages.identity + [now] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}

/// Points earned reach the member as a lot of their own; returns how many entries were posted.
struct EarnPoints: Statement {
    static let sql = """
        WITH todo AS MATERIALIZED (
            SELECT m.id, (m.payload ->> 'reservation_id')::uuid AS reservation_id,
                   (m.payload ->> 'member_id')::uuid AS member_id,
                   (m.payload ->> 'points')::bigint AS points
            FROM outbox.message AS m
            WHERE m.id = ANY ($1) AND m.day = ANY ($2::date[])
        ), moved AS (
            UPDATE preorder.point_balance AS b SET available = b.available + s.points
            FROM (SELECT member_id, sum(points)::bigint AS points FROM todo GROUP BY member_id) AS s
            WHERE b.member_id = s.member_id
            RETURNING b.member_id
        ), granted AS (
            INSERT INTO preorder.point_lot
                (member_id, granted, remaining, expires_at, reservation_id, source, earned_by)
            SELECT todo.member_id, todo.points, todo.points,
                   $3::timestamptz + policy.point_validity_days * interval '1 day',
                   todo.reservation_id, 'earn', todo.reservation_id
            FROM todo
            JOIN preorder.member USING (member_id)
            JOIN preorder.policy USING (country)
        ), posted AS (
            INSERT INTO preorder.point_entry
                (kind, debit, credit, member_id, amount, reservation_id, message_id, posted_at)
            SELECT 'earn', 'issued', 'available', member_id, points, reservation_id, id, $3::timestamptz
            FROM todo JOIN moved USING (member_id)
            ORDER BY id
            RETURNING entry_id
        )
        SELECT count(*) FROM posted
        """

    let messages: [QueuedMessage]
    let now: Timestamp

    var bindings: [any Bindable] { messages.identity + [now] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}

extension [QueuedMessage] {
    /// `$1` and `$2` of a statement that reads payloads: the ids and the distinct days.
    var identity: [any Bindable] {
        [map(\.messageID), Set(map(\.day)).sorted()]
    }
}
