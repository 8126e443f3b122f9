import Foundation
import Postgres

/// What an id that somebody was given stands for.
struct StorySubject: Sendable {
    /// The ordering key whose story is told.
    let key: UUID

    /// The message asked for; nil when the id was of something else.
    let messageID: Int64?
}

/// Reservation, payment, refund, gift, order number or message with this id; no row for none, and the
/// first of several, which only chance could make.
struct FindSubject: Statement {
    static let sql = """
        SELECT key, message_id FROM (
            SELECT 1 AS rank, reservation_id AS key, NULL::bigint AS message_id
            FROM preorder.reservation WHERE reservation_id = $1
            UNION ALL
            SELECT 2, reservation_id, NULL FROM preorder.payment
            WHERE payment_id = $1 OR order_id = $2
            UNION ALL
            SELECT 3, reservation_id, NULL FROM preorder.refund WHERE refund_id = $1
            UNION ALL
            SELECT 4, reservation_id, NULL FROM preorder.gift WHERE gift_id = $1
            UNION ALL
            SELECT 5, key, id FROM outbox.message WHERE id = $3
            UNION ALL
            (SELECT 6, key, NULL FROM outbox.message WHERE key = $1 LIMIT 1)
        ) AS found
        ORDER BY rank
        LIMIT 1
        """

    let text: String

    var bindings: [any Bindable] { [UUID(uuidString: text), text, Int64(text)] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> StorySubject {
        try StorySubject(key: row.next(), messageID: row.next())
    }
}
