import Foundation
public import Postgres

extension Transaction {
    /// Writes messages into the outbox; they exist if and only if this transaction commits.
    ///
    /// On an ordered channel the caller first locks what the key stands for (its row, or
    /// `pg_advisory_xact_lock`), so that within a key ids follow commits.
    ///
    /// - Parameters:
    ///   - drafts: what to write; an empty array writes nothing.
    ///   - now: domain time, kept as `created_at`.
    /// - Returns: the ids, in the order of `drafts` and growing.
    /// - Throws: `PostgresError.server` with `foreignKeyViolation` or `checkViolation` for an
    ///   unknown channel or a malformed kind: a bug in the caller.
    @discardableResult
    public borrowing func write(
        _ drafts: [MessageDraft],
        at now: Timestamp
    ) throws(PostgresError) -> [Int64] {
        guard !drafts.isEmpty else { return [] }
        return try query(WriteMessages(drafts: drafts, now: now))
    }
}

/// Inserts the messages and their queue rows; returns one id a draft, in order.
struct WriteMessages: Statement {
    static let sql = """
        WITH draft AS MATERIALIZED (
            SELECT outbox.next_message_id() AS id, outbox.today() AS day, d.*
            FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::bigint[],
                        $6::timestamptz[], $7::text[])
                 WITH ORDINALITY
                 AS d (channel, kind, key, payload, compensates, due_at, traceparent, position)
        ), written AS (
            INSERT INTO outbox.message
                (id, day, channel, kind, key, payload, compensates, traceparent, created_at)
            SELECT id, day, channel, kind, key, payload::jsonb, compensates, traceparent, $8
            FROM draft
        ), queued AS (
            INSERT INTO outbox.queue (channel, lane, message_id, day, kind, key, state, due_at)
            SELECT channel, outbox.lane_of(key), id, day, kind, key,
                   CASE WHEN due_at IS NULL THEN 'ready' ELSE 'waiting' END, due_at
            FROM draft
        )
        SELECT id FROM draft ORDER BY position
        """

    let drafts: [MessageDraft]
    let now: Timestamp

    var bindings: [any Bindable] {
        [
            drafts.map(\.channel), drafts.map(\.kind), drafts.map(\.key),
            drafts.map(\.payload.text), drafts.map(\.compensates), drafts.map(\.dueAt),
            drafts.map(\.traceparent), now,
        ]
    }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}
