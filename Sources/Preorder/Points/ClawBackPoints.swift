import Outbox
import Postgres

/// Points that a refunded charge had earned go back where they came from: those held are clawed
/// back, those the member made up for are deducted from what was redeemed, the rest is written
/// off; returns how many messages were posted.
struct ClawBackPoints: Statement {
    static let sql = """
        WITH todo AS MATERIALIZED (
            SELECT m.id, (m.payload ->> 'member_id')::uuid AS member_id,
                   (m.payload ->> 'points')::bigint AS points, f.refund_id, f.reservation_id,
                   f.points_clawed_back, f.points_deducted, f.points_written_off
            FROM outbox.message AS m
            JOIN preorder.refund AS f ON f.refund_id = (m.payload ->> 'refund_id')::uuid
             AND f.points_clawed_back = (m.payload ->> 'points')::bigint
            WHERE m.id = ANY ($1) AND m.day = ANY ($2::date[])
        ), moved AS (
            UPDATE preorder.point_balance AS b SET held = b.held - s.points
            FROM (SELECT member_id, sum(points)::bigint AS points FROM todo GROUP BY member_id) AS s
            WHERE b.member_id = s.member_id
            RETURNING b.member_id
        ), posted AS (
            INSERT INTO preorder.point_entry (kind, debit, credit, member_id, amount,
                reservation_id, refund_id, message_id, posted_at)
            SELECT part.kind, part.debit, 'issued', member_id, part.amount, reservation_id,
                   refund_id, id, $3::timestamptz
            FROM todo JOIN moved USING (member_id)
            CROSS JOIN LATERAL (VALUES ('claw_back', 'held', points_clawed_back),
                                       ('deduct', 'redeemed', points_deducted),
                                       ('write_off', 'written_off', points_written_off))
                AS part (kind, debit, amount)
            WHERE part.amount > 0
            ORDER BY id
            RETURNING message_id
        )
        SELECT count(DISTINCT message_id) FROM posted
        """

    let messages: [QueuedMessage]
    let now: Timestamp

    var bindings: [any Bindable] { messages.identity + [now] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}
