import Foundation
import Postgres

/// What the domain's rows say about a reservation, in no particular order.
struct ReadDomainEvents: Statement {
    static let sql = """
        WITH r AS (SELECT * FROM preorder.reservation WHERE reservation_id = $1),
        p AS (SELECT * FROM preorder.payment WHERE reservation_id = $1),
        f AS (SELECT * FROM preorder.refund WHERE reservation_id = $1)
        SELECT at, phase, message_id, step, subject, what, coalesce(detail, '') FROM (
            SELECT created_at AS at, 0 AS phase, NULL::bigint AS message_id, 0::bigint AS step,
                   'reservation' AS subject, 'made' AS what,
                   'price locked at ' || list_minor - discount_minor || ' ' || currency AS detail
            FROM r
            UNION ALL
            SELECT created_at, 0, NULL, 2, 'payment', 'opened',
                   concat_ws(', ', 'order ' || order_id, account || ' ' || method,
                             'to be submitted by '
                             || to_char(authenticate_by AT TIME ZONE 'UTC', 'HH24:MI:SS'))
            FROM p
            UNION ALL
            SELECT submitted_at, 1, NULL, 0, 'payment', 'submitted',
                   'last charge at '
                   || to_char(deadline_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
            FROM p
            UNION ALL
            SELECT completed_at, 3, NULL, 0, 'payment', 'completed', gateway_payment_id FROM p
            UNION ALL
            SELECT reserved_at, 3, NULL, 1, 'reservation', 'complete', '' FROM r
            UNION ALL
            SELECT withdrawn_at, 3, NULL, 2, 'payment', 'withdrawn',
                   'a charge that applies is reversed' FROM p
            UNION ALL
            SELECT requested_at, 5, NULL, 0, 'refund', 'requested',
                   concat_ws(', ', cause, 'cash ' || cash_minor, 'by ' || requested_by,
                             'due on ' || due_on, refund_id::text)
            FROM f
            UNION ALL
            SELECT completed_at, 7, NULL, 0, 'refund', status,
                   concat_ws(', ', 'generation ' || generation, gateway_refund_id) FROM f
            UNION ALL
            SELECT closed_at, CASE WHEN EXISTS (SELECT FROM f) THEN 7 ELSE 3 END, NULL, 3,
                   'reservation', status,
                   CASE WHEN status = 'cancelled' THEN (SELECT failure_reason FROM p) END
            FROM r
            UNION ALL
            SELECT posted_at,
                   CASE WHEN kind = 'hold' THEN 0
                        WHEN kind IN ('spend', 'earn') OR NOT EXISTS (SELECT FROM f) THEN 4
                        ELSE 8 END,
                   message_id, CASE WHEN kind = 'hold' THEN 1 ELSE 1000000 END, 'points', kind,
                   amount || ' from ' || debit || ' to ' || credit
            FROM preorder.point_entry
            WHERE member_id = (SELECT member_id FROM r) AND reservation_id = $1
        ) AS event
        WHERE at IS NOT NULL
        """

    let key: UUID

    var bindings: [any Bindable] { [key] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> StoryEvent {
        try StoryEvent(
            at: row.next(),
            place: StoryEvent.Place(
                phase: row.next(),
                messageID: row.next(),
                step: row.next()
            ),
            subject: row.next(),
            what: row.next(),
            detail: row.next()
        )
    }
}
