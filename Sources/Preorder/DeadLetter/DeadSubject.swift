import Foundation
import Postgres

/// What a dead letter's message is about, as its payload says.
struct DeadSubject: Sendable {
    let channel: String
    let kind: String
    let key: UUID
    let paymentID: UUID?
    let refundID: UUID?

    /// The country of the reservation that is its key; nil when the key is none.
    let country: String?
}

/// The subject of a dead letter, without locks; no row for a message that never was one.
///
/// Ids that are malformed, or lost with an old message, are missing.
struct ReadDeadSubject: Statement {
    static let sql = """
        SELECT d.channel, d.kind, d.key, m.payload ->> 'payment_id', m.payload ->> 'refund_id',
               (SELECT r.country FROM preorder.reservation AS r WHERE r.reservation_id = d.key)
        FROM outbox.dead_letter AS d
        LEFT JOIN outbox.message AS m ON m.id = d.message_id AND m.day = d.message_day
        WHERE d.message_id = $1
        """

    let messageID: Int64

    var bindings: [any Bindable] { [messageID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> DeadSubject {
        let channel: String = try row.next()
        let kind: String = try row.next()
        let key: UUID = try row.next()
        let paymentID: String? = try row.next()
        let refundID: String? = try row.next()
        return try DeadSubject(
            channel: channel,
            kind: kind,
            key: key,
            paymentID: paymentID.flatMap(UUID.init(uuidString:)),
            refundID: refundID.flatMap(UUID.init(uuidString:)),
            country: row.next()
        )
    }
}
