import Outbox
import Postgres

/// How points come back to a member.
enum PointReturn: Sendable {
    /// They were held for a reservation, and its charge failed.
    case restored

    /// They were spent, and what they paid for is refunded.
    case refunded

    /// They were held to be clawed back, and the refund's refusal stands.
    case released

    /// The kind of the ledger entry.
    var kind: String { self == .released ? "release" : "restore" }

    /// The account that they leave.
    var account: String { self == .refunded ? "redeemed" : "held" }
}

/// Points return to the lots that they were taken from, those that last longest first, or to a
/// grace lot where a lot has lapsed meanwhile; returns how many entries were posted.
///
/// A refund may restore fewer than were used.
struct ReturnPoints: Statement {
    static let sql = """
        WITH todo AS MATERIALIZED (
            SELECT m.id, (m.payload ->> 'reservation_id')::uuid AS reservation_id,
                   (m.payload ->> 'refund_id')::uuid AS refund_id,
                   (m.payload ->> 'member_id')::uuid AS member_id,
                   (m.payload ->> 'points')::bigint AS points,
                   (m.payload ->> CASE $4 WHEN 'release' THEN 'refund_id'
                                          ELSE 'reservation_id' END)::uuid AS holder_id
            FROM outbox.message AS m
            WHERE m.id = ANY ($1) AND m.day = ANY ($2::date[])
        ), moved AS (
            UPDATE preorder.point_balance AS b
            SET held = b.held - CASE $5 WHEN 'held' THEN s.points ELSE 0 END,
                available = b.available + s.points
            FROM (SELECT member_id, sum(points)::bigint AS points FROM todo GROUP BY member_id) AS s
            WHERE b.member_id = s.member_id
            RETURNING b.member_id
        ), taken AS (
            SELECT todo.reservation_id, lot.lot_id, lot.member_id, lot.earned_by, todo.points,
                   hold.amount, lot.expires_at > $3::timestamptz AS is_valid,
                   sum(hold.amount) OVER (PARTITION BY hold.holder_id
                                          ORDER BY lot.expires_at DESC, lot.lot_id) - hold.amount
                       AS before
            FROM preorder.point_hold AS hold
            JOIN todo USING (holder_id)
            JOIN preorder.point_lot AS lot USING (lot_id)
        ), home AS (
            SELECT reservation_id, lot_id, member_id, earned_by,
                   least(amount, points - before)::bigint AS amount, is_valid
            FROM taken WHERE before < points
        ), refilled AS (
            UPDATE preorder.point_lot AS l SET remaining = l.remaining + s.amount
            FROM (SELECT lot_id, sum(amount)::bigint AS amount FROM home WHERE is_valid
                  GROUP BY lot_id) AS s
            WHERE l.lot_id = s.lot_id
        ), grace AS (
            INSERT INTO preorder.point_lot
                (member_id, granted, remaining, expires_at, reservation_id, source, earned_by)
            SELECT home.member_id, sum(home.amount)::bigint, sum(home.amount)::bigint,
                   $3::timestamptz + max(policy.grace_lot_days) * interval '1 day',
                   home.reservation_id, 'grace', home.earned_by
            FROM home
            JOIN preorder.member USING (member_id)
            JOIN preorder.policy USING (country)
            WHERE NOT home.is_valid
            GROUP BY home.member_id, home.reservation_id, home.earned_by
        ), posted AS (
            INSERT INTO preorder.point_entry (kind, debit, credit, member_id, amount,
                reservation_id, refund_id, message_id, posted_at)
            SELECT $4, $5, 'available', member_id, points, reservation_id, refund_id, id,
                   $3::timestamptz
            FROM todo JOIN moved USING (member_id)
            ORDER BY id
            RETURNING entry_id
        )
        SELECT count(*) FROM posted
        """

    let messages: [QueuedMessage]
    let way: PointReturn
    let now: Timestamp

    var bindings: [any Bindable] { messages.identity + [now, way.kind, way.account] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}
