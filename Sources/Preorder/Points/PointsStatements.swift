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
                (member_id, granted, remaining, expires_at, reservation_id)
            SELECT todo.member_id, todo.points, todo.points,
                   $3::timestamptz + policy.point_validity_days * interval '1 day', todo.reservation_id
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

/// Points held return to their lots, or to a grace lot where a lot has lapsed meanwhile; returns
/// how many entries were posted.
struct RestorePoints: Statement {
    static let sql = """
        WITH todo AS MATERIALIZED (
            SELECT m.id, (m.payload ->> 'reservation_id')::uuid AS reservation_id,
                   (m.payload ->> 'member_id')::uuid AS member_id,
                   (m.payload ->> 'points')::bigint AS points
            FROM outbox.message AS m
            WHERE m.id = ANY ($1) AND m.day = ANY ($2::date[])
        ), moved AS (
            UPDATE preorder.point_balance AS b
            SET held = b.held - s.points, available = b.available + s.points
            FROM (SELECT member_id, sum(points)::bigint AS points FROM todo GROUP BY member_id) AS s
            WHERE b.member_id = s.member_id
            RETURNING b.member_id
        ), home AS (
            SELECT hold.reservation_id, lot.lot_id, lot.member_id, hold.amount,
                   lot.expires_at > $3::timestamptz AS is_valid
            FROM preorder.point_hold AS hold
            JOIN todo USING (reservation_id)
            JOIN preorder.point_lot AS lot USING (lot_id)
        ), refilled AS (
            UPDATE preorder.point_lot AS l SET remaining = l.remaining + s.amount
            FROM (SELECT lot_id, sum(amount)::bigint AS amount FROM home WHERE is_valid
                  GROUP BY lot_id) AS s
            WHERE l.lot_id = s.lot_id
        ), grace AS (
            INSERT INTO preorder.point_lot
                (member_id, granted, remaining, expires_at, reservation_id)
            SELECT home.member_id, sum(home.amount)::bigint, sum(home.amount)::bigint,
                   $3::timestamptz + max(policy.grace_lot_days) * interval '1 day', home.reservation_id
            FROM home
            JOIN preorder.member USING (member_id)
            JOIN preorder.policy USING (country)
            WHERE NOT home.is_valid
            GROUP BY home.member_id, home.reservation_id
        ), posted AS (
            INSERT INTO preorder.point_entry
                (kind, debit, credit, member_id, amount, reservation_id, message_id, posted_at)
            SELECT 'restore', 'held', 'available', member_id, points, reservation_id, id, $3::timestamptz
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
