public import Foundation
public import Postgres

/// A message with its key, which says in which lane it is.
public struct KeyedMessage: Hashable, Sendable {
    /// The message.
    public let messageID: Int64

    /// Its key.
    public let key: UUID

    /// The message `messageID` of `key`.
    public init(messageID: Int64, key: UUID) {
        self.messageID = messageID
        self.key = key
    }
}

extension Transaction {
    /// Takes messages of a key back before anybody has begun with them.
    ///
    /// As the same of many keys does; whoever is just touching one is waited for.
    ///
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
        try voidUnsent(
            messageIDs.map { KeyedMessage(messageID: $0, key: key) },
            channel: channel,
            reason: reason,
            by: voidedBy,
            at: now
        )
    }

    /// Takes messages back before anybody has begun with them.
    ///
    /// A message that is finished, or has an attempt without a verdict, is left alone. Whoever is
    /// just touching one is waited for; so whoever takes back those of several keys first locks
    /// them with `lockUntouched`, because a drain locks its own in an order of its own. An open
    /// dead letter of one that is taken back is resolved as rejected.
    ///
    /// - Parameters:
    ///   - messages: messages on `channel`, whose keys' rows or advisory locks the caller holds.
    ///   - channel: their channel.
    ///   - reason: why, kept in `outbox.voided`.
    ///   - voidedBy: who, kept there too.
    ///   - now: domain time.
    /// - Returns: those that were taken back and will never take effect.
    /// - Throws: `PostgresError`.
    @discardableResult
    public borrowing func voidUnsent(
        _ messages: [KeyedMessage],
        channel: String,
        reason: String,
        by voidedBy: String,
        at now: Timestamp
    ) throws(PostgresError) -> [Int64] {
        guard !messages.isEmpty else { return [] }
        let queued = Set(try query(LockQueued(messages: messages, channel: channel)))
        guard !queued.isEmpty else { return [] }
        // A statement of its own: what the locks were waited for is visible only to the next one.
        return try query(
            VoidUnsent(
                messages: messages.filter { queued.contains($0.messageID) },
                channel: channel,
                reason: reason,
                voidedBy: voidedBy,
                now: now
            )
        )
    }

    /// Locks those of the messages that are queued and that nobody is just touching, without
    /// waiting.
    ///
    /// - Returns: those that somebody is just touching.
    /// - Throws: `PostgresError`.
    public borrowing func lockUntouched(
        _ messages: [KeyedMessage],
        channel: String
    ) throws(PostgresError) -> Set<Int64> {
        guard !messages.isEmpty else { return [] }
        let locked = Set(try query(LockUntouched(messages: messages, channel: channel)))
        let others = messages.filter { !locked.contains($0.messageID) }
        guard !others.isEmpty else { return [] }
        // A statement of its own: those that were finished meanwhile are not queued any more.
        return Set(try query(ReadQueued(messages: others, channel: channel)))
    }
}

/// Those of the messages that are still queued, locked.
struct LockQueued: Statement {
    static let sql = """
        \(ReadQueued.queued)
        ORDER BY q.message_id
        FOR UPDATE OF q
        """

    let messages: [KeyedMessage]
    let channel: String

    var bindings: [any Bindable] { ReadQueued(messages: messages, channel: channel).bindings }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}

/// Those of the messages that are still queued and that nobody has locked, locked.
struct LockUntouched: Statement {
    static let sql = """
        \(ReadQueued.queued)
        ORDER BY q.message_id
        FOR UPDATE OF q SKIP LOCKED
        """

    let messages: [KeyedMessage]
    let channel: String

    var bindings: [any Bindable] { ReadQueued(messages: messages, channel: channel).bindings }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}

/// Those of the messages that are still queued.
struct ReadQueued: Statement {
    static let queued = """
        SELECT q.message_id
        FROM unnest($2::uuid[], $3::bigint[]) AS m (key, id)
        JOIN outbox.queue AS q ON q.lane = outbox.lane_of(m.key) AND q.message_id = m.id
        WHERE q.channel = $1
        """

    static let sql = queued

    let messages: [KeyedMessage]
    let channel: String

    var bindings: [any Bindable] { [channel, messages.map(\.key), messages.map(\.messageID)] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}

/// Removes locked messages without an open attempt, says why, and wakes the first follower of
/// each key; returns what was removed.
struct VoidUnsent: Statement {
    static let sql = """
        WITH removed AS (
            DELETE FROM outbox.queue AS q
            USING unnest($2::uuid[], $3::bigint[]) AS m (key, id)
            WHERE q.channel = $1 AND q.lane = outbox.lane_of(m.key) AND q.message_id = m.id
              AND NOT EXISTS (SELECT FROM outbox.open_attempt AS o
                              WHERE o.message_id = q.message_id)
            RETURNING q.message_id, q.key
        ), said AS (
            INSERT INTO outbox.voided (message_id, reason, voided_by, voided_at)
            SELECT message_id, $4, $5, $6 FROM removed
        ), resolved AS (
            UPDATE outbox.dead_letter AS d
            SET state = 'rejected', resolved_by = $5, resolved_at = $6, reason = $4
            FROM removed WHERE d.message_id = removed.message_id AND d.state = 'open'
        ), woken AS (
            UPDATE outbox.queue AS q SET state = 'waiting', due_at = $6
            FROM (SELECT DISTINCT ON (p.key) p.lane, p.message_id FROM outbox.queue AS p
                  WHERE p.channel = $1 AND p.state = 'parked'
                    AND p.key IN (SELECT key FROM removed) AND p.message_id <> ALL ($3)
                  ORDER BY p.key, p.message_id) AS next
            WHERE q.channel = $1 AND q.lane = next.lane AND q.message_id = next.message_id
        )
        SELECT message_id FROM removed ORDER BY message_id
        """

    let messages: [KeyedMessage]
    let channel: String
    let reason: String
    let voidedBy: String
    let now: Timestamp

    var bindings: [any Bindable] {
        [channel, messages.map(\.key), messages.map(\.messageID), reason, voidedBy, now]
    }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}
