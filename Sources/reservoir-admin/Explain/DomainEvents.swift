import Foundation
import Money
import Postgres

/// What the domain's rows say about a reservation, in no particular order.
struct ReadDomainEvents: Statement {
    static let sql = """
        WITH r AS (SELECT * FROM preorder.reservation WHERE reservation_id = $1),
        p AS (SELECT * FROM preorder.payment WHERE reservation_id = $1),
        f AS (SELECT * FROM preorder.refund WHERE reservation_id = $1),
        g AS (SELECT * FROM preorder.gift WHERE reservation_id = $1)
        SELECT at, phase, message_id, step, subject, what, coalesce(detail, ''), amount_minor,
               (SELECT currency FROM r)
        FROM (
            SELECT created_at AS at, 0 AS phase, NULL::bigint AS message_id, 0::bigint AS step,
                   'reservation' AS subject, 'made' AS what, 'the price from now on' AS detail,
                   list_minor - discount_minor AS amount_minor
            FROM r
            UNION ALL
            SELECT created_at, 0, NULL, 2, 'payment', 'opened',
                   concat_ws(', ', 'order ' || order_id, account || ' ' || method,
                             'to be submitted by '
                             || to_char(authenticate_by AT TIME ZONE 'UTC', 'HH24:MI:SS')),
                   amount_minor
            FROM p
            UNION ALL
            SELECT submitted_at, 1, NULL, 0, 'payment', 'submitted',
                   'last charge at '
                   || to_char(deadline_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), NULL
            FROM p
            UNION ALL
            SELECT completed_at, 3, NULL, 0, 'payment', 'completed', gateway_payment_id,
                   NULL FROM p
            UNION ALL
            SELECT reserved_at, 3, NULL, 1, 'reservation', 'complete', '', NULL FROM r
            UNION ALL
            SELECT withdrawn_at, 3, NULL, 2, 'payment', 'withdrawn',
                   'a charge that applies is reversed', NULL FROM p
            UNION ALL
            SELECT offered_at, 3, NULL, 4, 'gift', 'offered',
                   concat_ws(', ', 'to ' || recipient_id, 'until '
                             || to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')),
                   NULL
            FROM g
            UNION ALL
            SELECT closed_at, 4, NULL, 0, 'gift', status, gift_id::text, NULL FROM g
            UNION ALL
            SELECT requested_at, 5, NULL, 0, 'refund', 'requested',
                   concat_ws(', ', cause, 'by ' || requested_by, 'due on ' || due_on,
                             refund_id::text), cash_minor
            FROM f
            UNION ALL
            SELECT completed_at, 7, NULL, 0, 'refund', status,
                   concat_ws(', ', 'generation ' || generation, gateway_refund_id), NULL FROM f
            UNION ALL
            SELECT closed_at, CASE WHEN EXISTS (SELECT FROM f) THEN 7 ELSE 3 END, NULL, 3,
                   'reservation', status,
                   CASE WHEN status = 'cancelled' THEN (SELECT failure_reason FROM p) END, NULL
            FROM r
            UNION ALL
            SELECT posted_at,
                   CASE WHEN kind = 'hold' THEN 0
                        WHEN kind IN ('spend', 'earn') OR NOT EXISTS (SELECT FROM f) THEN 4
                        ELSE 8 END,
                   message_id, CASE WHEN kind = 'hold' THEN 1 ELSE 1000000 END, 'points', kind,
                   amount || ' from ' || debit || ' to ' || credit, NULL
            FROM preorder.point_entry
            WHERE member_id = (SELECT member_id FROM r) AND reservation_id = $1
        ) AS event
        WHERE at IS NOT NULL
        """

    let key: UUID

    var bindings: [any Bindable] { [key] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> StoryEvent {
        let at: Timestamp = try row.next()
        let place = try StoryEvent.Place(
            phase: row.next(),
            messageID: row.next(),
            step: row.next()
        )
        let subject: String = try row.next()
        let what: String = try row.next()
        let detail: String = try row.next()
        let amount = try Self.amount(&row)
        return StoryEvent(
            at: at,
            place: place,
            subject: subject,
            what: what,
            detail: [amount, detail].compactMap { $0 }.joined(separator: ", ")
        )
    }

    /// The amount as people read it; nil where the event is about none.
    private static func amount(_ row: inout RowDecoder) throws(PostgresError) -> String? {
        let amountMinor: Int64? = try row.next()
        let code: String? = try row.next()
        guard let amountMinor, let currency = code.flatMap({ Currency($0) }) else { return nil }
        return Money(amountMinor, currency).formatted(language: "en")
    }
}
