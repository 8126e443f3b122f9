import Foundation
import Postgres

/// Names a queue row.
struct QueueRow: Sendable, Hashable {
    let lane: Int16
    let messageID: Int64
}

/// Removes finished messages and wakes, per key, the first follower that was parked behind them;
/// returns the removed rows in id order.
///
/// One that somebody else removed is not among them.
struct FinishMessages: Statement {
    static let sql = """
        WITH finished AS (
            DELETE FROM outbox.queue AS q
            USING unnest($2::smallint[], $3::bigint[]) AS f (lane, id)
            WHERE q.channel = $1 AND q.lane = f.lane AND q.message_id = f.id
            RETURNING q.message_id, q.day, q.lane, q.kind, q.key, q.attempts, q.asks
        ), woken AS (
            UPDATE outbox.queue AS q SET state = 'waiting', due_at = $4
            FROM (SELECT DISTINCT ON (p.key) p.lane, p.message_id
                  FROM outbox.queue AS p
                  WHERE $5 AND p.channel = $1 AND p.state = 'parked'
                    AND p.key IN (SELECT key FROM finished)
                  ORDER BY p.key, p.message_id) AS next
            WHERE q.channel = $1 AND q.lane = next.lane AND q.message_id = next.message_id
        )
        SELECT message_id, day, lane, kind, key, attempts, asks FROM finished ORDER BY message_id
        """

    let channel: String
    let rows: [QueueRow]
    let now: Timestamp
    let isOrdered: Bool

    var bindings: [any Bindable] {
        [channel, rows.map(\.lane), rows.map(\.messageID), now, isOrdered]
    }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> QueuedMessage {
        try QueuedMessage(
            messageID: row.next(),
            day: row.next(),
            lane: row.next(),
            kind: row.next(),
            key: row.next(),
            attempts: row.next(),
            asks: row.next()
        )
    }
}

/// Where a message goes when it is not finished.
struct Reschedule: Sendable {
    let row: QueueRow
    let state: String
    let dueAt: Timestamp?
    let attempts: Int
    let asks: Int
}

/// Puts messages back; returns nothing, one row changed each.
struct RescheduleMessages: Statement {
    static let sql = """
        UPDATE outbox.queue AS q
        SET state = r.state, due_at = r.due_at, attempts = r.attempts, asks = r.asks, crashes = 0
        FROM unnest($2::smallint[], $3::bigint[], $4::text[], $5::timestamptz[], $6::smallint[],
                    $7::smallint[]) AS r (lane, id, state, due_at, attempts, asks)
        WHERE q.channel = $1 AND q.lane = r.lane AND q.message_id = r.id
        """

    let channel: String
    let rows: [Reschedule]

    var bindings: [any Bindable] {
        [
            channel, rows.map(\.row.lane), rows.map(\.row.messageID), rows.map(\.state),
            rows.map(\.dueAt), rows.map { Int16(clamping: $0.attempts) },
            rows.map { Int16(clamping: $0.asks) },
        ]
    }
}

/// Writes dead letters for messages that were just put to `dead`.
struct WriteDeadLetters: Statement {
    static let sql = """
        INSERT INTO outbox.dead_letter
            (message_id, message_day, channel, kind, key, attempts, last_error, dead_at)
        SELECT q.message_id, q.day, q.channel, q.kind, q.key, q.attempts, d.error, $4
        FROM unnest($2::bigint[], $3::text[], $5::smallint[]) AS d (id, error, lane)
        JOIN outbox.queue AS q ON q.channel = $1 AND q.lane = d.lane AND q.message_id = d.id
        ON CONFLICT (message_id) DO UPDATE
        SET state = 'open', attempts = excluded.attempts, last_error = excluded.last_error,
            dead_at = excluded.dead_at, resolved_by = NULL, resolved_at = NULL, reason = NULL,
            evidence = NULL
        """

    let channel: String
    let rows: [(row: QueueRow, error: String)]
    let now: Timestamp

    var bindings: [any Bindable] {
        [
            channel, rows.map(\.row.messageID), rows.map(\.error), now, rows.map(\.row.lane),
        ]
    }
}

/// Says of messages that ended without their effect why they did.
struct WriteVoided: Statement {
    static let sql = """
        INSERT INTO outbox.voided (message_id, reason, voided_by, voided_at)
        SELECT id, reason, $3, $4 FROM unnest($1::bigint[], $2::text[]) AS v (id, reason)
        """

    let rows: [(messageID: Int64, reason: String)]
    let voidedBy: String
    let now: Timestamp

    var bindings: [any Bindable] { [rows.map(\.messageID), rows.map(\.reason), voidedBy, now] }
}
