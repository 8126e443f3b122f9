public import Foundation
public import Postgres

extension Transaction {
    /// Takes messages of a key back before anybody has begun with them.
    ///
    /// A message that is finished, or has an attempt without a verdict, is left alone. Whoever is
    /// just touching one is waited for. An open dead letter of one that is taken back is resolved
    /// as rejected.
    ///
    /// - Parameters:
    ///   - messageIDs: messages of `key` on `channel`.
    ///   - channel: their channel.
    ///   - key: their key, whose row or advisory lock the caller holds.
    ///   - reason: why, kept in `outbox.voided`.
    ///   - voidedBy: who, kept there too.
    ///   - now: domain time.
    /// - Returns: those that were taken back and will never take effect.
    /// - Throws: `PostgresError`.
    public borrowing func voidUnsent(
        _ messageIDs: [Int64],
        channel: String,
        key: UUID,
        reason: String,
        by voidedBy: String,
        at now: Timestamp
    ) throws(PostgresError) -> [Int64] {
        guard !messageIDs.isEmpty else { return [] }
        let queued = try query(
            LockQueued(messageIDs: messageIDs, channel: channel, key: key)
        )
        guard !queued.isEmpty else { return [] }
        // A statement of its own: what the locks were waited for is visible only to the next one.
        return try query(
            VoidUnsent(
                messageIDs: queued,
                channel: channel,
                key: key,
                reason: reason,
                voidedBy: voidedBy,
                now: now
            )
        )
    }
}

/// Those of the messages that are still queued, locked.
struct LockQueued: Statement {
    static let sql = """
        SELECT message_id FROM outbox.queue
        WHERE channel = $1 AND lane = outbox.lane_of($2) AND message_id = ANY ($3)
        ORDER BY message_id
        FOR UPDATE
        """

    let messageIDs: [Int64]
    let channel: String
    let key: UUID

    var bindings: [any Bindable] { [channel, key, messageIDs] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}

/// Removes locked messages without an open attempt, says why, and wakes the first follower;
/// returns what was removed.
struct VoidUnsent: Statement {
    static let sql = """
        WITH removed AS (
            DELETE FROM outbox.queue AS q
            WHERE q.channel = $1 AND q.lane = outbox.lane_of($2) AND q.message_id = ANY ($3)
              AND NOT EXISTS (SELECT FROM outbox.open_attempt AS o
                              WHERE o.message_id = q.message_id)
            RETURNING q.message_id
        ), said AS (
            INSERT INTO outbox.voided (message_id, reason, voided_by, voided_at)
            SELECT message_id, $4, $5, $6 FROM removed
        ), resolved AS (
            UPDATE outbox.dead_letter AS d
            SET state = 'rejected', resolved_by = $5, resolved_at = $6, reason = $4
            FROM removed WHERE d.message_id = removed.message_id AND d.state = 'open'
        ), woken AS (
            UPDATE outbox.queue AS q SET state = 'waiting', due_at = $6
            FROM (SELECT p.lane, p.message_id FROM outbox.queue AS p
                  WHERE p.channel = $1 AND p.key = $2 AND p.state = 'parked'
                    AND p.message_id <> ALL ($3)
                  ORDER BY p.message_id LIMIT 1) AS next
            WHERE q.channel = $1 AND q.lane = next.lane AND q.message_id = next.message_id
              AND EXISTS (SELECT FROM removed)
        )
        SELECT message_id FROM removed ORDER BY message_id
        """

    let messageIDs: [Int64]
    let channel: String
    let key: UUID
    let reason: String
    let voidedBy: String
    let now: Timestamp

    var bindings: [any Bindable] { [channel, key, messageIDs, reason, voidedBy, now] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}
