import Foundation
public import Postgres

/// What came of putting a message back into the queue.
public enum Requeued: Sendable, Hashable {
    /// It is due now.
    case queued

    /// It has not ended: it is tried anyway.
    case pending

    /// Its day was dropped.
    case gone
}

extension Transaction {
    /// Puts a message that has ended, or waits as a dead letter, back into the queue under its own
    /// identity: the same message, the same keys, with the tries of its policy to spend anew.
    ///
    /// Only for a channel on which a repeat is harmless: what took effect is done again. What may
    /// have taken effect is asked about first, as ever.
    ///
    /// - Throws: `PostgresError`.
    public borrowing func requeue(
        _ message: KeyedMessage,
        ofDay day: String,
        channel: String,
        by whom: String,
        because reason: String,
        at now: Timestamp
    ) throws(PostgresError) -> Requeued {
        let state = try first(LockQueueState(message: message, channel: channel))
        switch state {
        case "dead":
            try execute(
                ReviveDead(message: message, channel: channel, by: whom, reason: reason, now: now)
            )
            return .queued
        case .some: return .pending
        case nil: break
        }
        let queued = try execute(
            QueueAgain(message: message, day: day, channel: channel, now: now)
        )
        return queued == 1 ? .queued : .gone
    }
}

/// How a message stands in the queue, locked; no row when it has ended.
struct LockQueueState: Statement {
    static let sql = """
        SELECT state FROM outbox.queue
        WHERE channel = $1 AND lane = outbox.lane_of($2) AND message_id = $3
        FOR UPDATE
        """

    let message: KeyedMessage
    let channel: String

    var bindings: [any Bindable] { [channel, message.key, message.messageID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
}

/// Replays one dead letter, its queue row locked; one row.
struct ReviveDead: Statement {
    static let sql = """
        WITH letter AS (
            UPDATE outbox.dead_letter
            SET state = 'replayed', resolved_by = $4, resolved_at = $6, reason = $5
            WHERE message_id = $3 AND state = 'open'
        )
        UPDATE outbox.queue AS q
        SET state = CASE WHEN EXISTS (SELECT FROM outbox.open_attempt AS o
                                      WHERE o.message_id = q.message_id)
                         THEN 'unknown' ELSE 'waiting' END,
            due_at = $6, attempts = 0, asks = 0, crashes = 0
        WHERE q.channel = $1 AND q.lane = outbox.lane_of($2) AND q.message_id = $3
          AND q.state = 'dead'
        """

    let message: KeyedMessage
    let channel: String
    let by: String
    let reason: String
    let now: Timestamp

    var bindings: [any Bindable] { [channel, message.key, message.messageID, by, reason, now] }
}

/// Queues a message that has ended; no row when its day was dropped.
///
/// That it was void, if it was, is no longer so.
struct QueueAgain: Statement {
    static let sql = """
        WITH valid AS (
            DELETE FROM outbox.voided WHERE message_id = $3
        )
        INSERT INTO outbox.queue (channel, lane, message_id, day, kind, key, state, due_at)
        SELECT channel, outbox.lane_of(key), id, day, kind, key, 'waiting', $5
        FROM outbox.message
        WHERE id = $3 AND day = $4 AND channel = $1 AND key = $2
        ON CONFLICT DO NOTHING
        """

    let message: KeyedMessage
    let day: String
    let channel: String
    let now: Timestamp

    var bindings: [any Bindable] { [channel, message.key, message.messageID, day, now] }
}
