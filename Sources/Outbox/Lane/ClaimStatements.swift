import Foundation
import Postgres

/// A queue row that may be claimed.
struct Candidate: Sendable {
    let messageID: Int64
    let lane: Int16
    let key: UUID
    let isFresh: Bool
}

/// Ready messages beyond each lane's position, at most `limit`, by lane in the order given and
/// then by id.
///
/// Carries the statement's snapshot, which tells who may still commit below.
struct ReadFresh: Statement {
    static let sql = """
        SELECT q.message_id, q.lane, q.key, pg_current_snapshot()::text
        FROM unnest($2::smallint[], $3::bigint[]) AS held (lane, position)
        CROSS JOIN LATERAL (
            SELECT message_id, lane, key FROM outbox.queue
            WHERE channel = $1 AND lane = held.lane AND message_id > held.position
              AND message_id <= $5 AND state = 'ready'
            ORDER BY message_id LIMIT $4
        ) AS q
        LIMIT $4
        """

    let channel: String
    let lanes: [(lane: Int16, position: Int64)]
    let limit: Int
    let horizon: Int64

    var bindings: [any Bindable] {
        [channel, lanes.map(\.lane), lanes.map(\.position), limit, horizon]
    }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (candidate: Candidate, snapshot: String) {
        let candidate = try Candidate(
            messageID: row.next(),
            lane: row.next(),
            key: row.next(),
            isFresh: true
        )
        return (candidate, try row.next())
    }
}

/// Returned messages that are due, at most `limit`, oldest first within a lane.
struct ReadDue: Statement {
    static let sql = """
        SELECT q.message_id, q.lane, q.key
        FROM unnest($2::smallint[]) AS held (lane)
        CROSS JOIN LATERAL (
            SELECT message_id, lane, key FROM outbox.queue
            WHERE channel = $1 AND lane = held.lane AND due_at <= $4
              AND (state IN ('unknown', 'action_required') OR NOT $6)
              AND message_id <> ALL ($5)
            ORDER BY due_at, message_id LIMIT $3
        ) AS q
        LIMIT $3
        """

    let channel: String
    let lanes: [Int16]
    let limit: Int
    let now: Timestamp
    let inFlight: [Int64]
    let onlyUnresolved: Bool

    var bindings: [any Bindable] { [channel, lanes, limit, now, inFlight, onlyUnresolved] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Candidate {
        try Candidate(messageID: row.next(), lane: row.next(), key: row.next(), isFresh: false)
    }
}

/// Turns messages that committed late, below the position, into due ones; returns their number.
struct RecoverLate: Statement {
    static let sql = """
        UPDATE outbox.queue AS q
        SET state = 'waiting', due_at = $5
        FROM unnest($2::smallint[], $3::bigint[]) AS held (lane, position)
        WHERE q.written_by = ANY ($4::text[]::xid8[]) AND q.channel = $1 AND q.lane = held.lane
          AND q.message_id <= held.position AND q.state = 'ready'
        """

    let channel: String
    let lanes: [(lane: Int16, position: Int64)]
    let late: [UInt64]
    let now: Timestamp

    var bindings: [any Bindable] {
        [
            channel, lanes.map(\.lane), lanes.map(\.position), late.map { String($0) }, now,
        ]
    }
}

/// Parks candidates whose key has an earlier message without a verdict, under the lock of that
/// earlier message's row, so that its verdict cannot pass unseen; returns the parked ids.
struct ParkFollowers: Statement {
    static let sql = """
        WITH candidate AS (
            SELECT * FROM unnest($2::smallint[], $3::bigint[], $4::uuid[]) AS c (lane, id, key)
        ), head AS MATERIALIZED (
            SELECT h.key, h.message_id FROM outbox.queue AS h
            WHERE h.channel = $1 AND h.state <> 'ready' AND h.message_id <> ALL ($3)
              AND h.key IN (SELECT key FROM candidate)
            ORDER BY h.message_id
            FOR UPDATE
        )
        UPDATE outbox.queue AS q
        SET state = 'parked', due_at = NULL
        FROM candidate
        WHERE q.channel = $1 AND q.lane = candidate.lane AND q.message_id = candidate.id
          AND (EXISTS (SELECT FROM head
                       WHERE head.key = candidate.key AND head.message_id < candidate.id)
               OR candidate.id = ANY ($5))
        RETURNING q.message_id
        """

    let channel: String
    let candidates: [Candidate]
    let behindInFlight: [Int64]

    var bindings: [any Bindable] {
        [
            channel, candidates.map(\.lane), candidates.map(\.messageID), candidates.map(\.key),
            behindInFlight,
        ]
    }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}

/// Commits to a batch: one marker a lane; returns the markers and this transaction's own id.
struct OpenBatches: Statement {
    static let sql = """
        INSERT INTO outbox.batch (channel, lane, token, run_id, message_ids)
        SELECT $1, m.lane, m.token, $2, array_agg(m.id ORDER BY m.id)
        FROM unnest($3::smallint[], $4::bigint[], $5::bigint[]) AS m (lane, token, id)
        GROUP BY m.lane, m.token
        RETURNING batch_id, lane
        """

    let channel: String
    let runID: UUID
    let members: [(lane: Int16, token: Int64, id: Int64)]

    var bindings: [any Bindable] {
        [channel, runID, members.map(\.lane), members.map(\.token), members.map(\.id)]
    }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (batchID: Int64, lane: Int16) {
        try (row.next(), row.next())
    }
}

/// This transaction's id, as text: an upper bound for who may have been passed over.
struct OwnTransaction: Statement {
    static let sql = "SELECT pg_current_xact_id()::text"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
}

/// Deletes markers whose members are all settled.
struct CloseBatches: Statement {
    static let sql = """
        DELETE FROM outbox.batch AS b
        USING unnest($2::smallint[], $3::bigint[]) AS done (lane, batch_id)
        WHERE b.channel = $1 AND b.lane = done.lane AND b.batch_id = done.batch_id
        """

    let channel: String
    let batches: [(lane: Int16, batchID: Int64)]

    var bindings: [any Bindable] { [channel, batches.map(\.lane), batches.map(\.batchID)] }
}

/// The claimed messages with all that a handler needs, in id order; a message that somebody else
/// has voided meanwhile is missing.
struct LoadClaims: Statement {
    static let sql = """
        SELECT q.message_id, q.day, q.lane, q.kind, q.key, q.attempts, q.asks, m.payload::text,
               m.created_at, m.traceparent,
               q.attempts + 1 >= coalesce(p.attempts_max, d.attempts_max, 20),
               o.attempt_id, o.operation, o.destination, o.idempotency_key,
               o.first_sent_at, o.last_sent_at, o.sends, r.sealed, r.seal_key_id, r.window_ends_at
        FROM unnest($2::smallint[], $3::bigint[]) AS c (lane, id)
        JOIN outbox.queue AS q ON q.channel = $1 AND q.lane = c.lane AND q.message_id = c.id
        JOIN outbox.message AS m ON m.id = q.message_id AND m.day = q.day
        LEFT JOIN outbox.open_attempt AS o ON o.message_id = q.message_id
        LEFT JOIN outbox.attempt_request AS r ON r.attempt_id = o.attempt_id
        LEFT JOIN outbox.retry_policy AS p ON p.channel = q.channel AND p.kind = q.kind
        LEFT JOIN outbox.retry_policy AS d ON d.channel = q.channel AND d.kind = '*'
        WHERE q.state <> 'dead'
        ORDER BY q.message_id
        FOR KEY SHARE OF q
        """

    let channel: String
    let rows: [QueueRow]

    var bindings: [any Bindable] { [channel, rows.map(\.lane), rows.map(\.messageID)] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Claim {
        var message = try QueuedMessage(
            messageID: row.next(),
            day: row.next(),
            lane: row.next(),
            kind: row.next(),
            key: row.next(),
            attempts: row.next(),
            asks: row.next()
        )
        let payload: JSONText = try row.next()
        let createdAt: Timestamp = try row.next()
        let traceparent: String? = try row.next()
        message.trace = traceparent.flatMap { TraceParent($0) }
        let isLastTry: Bool = try row.next()
        return Claim(
            message: message,
            payload: payload,
            createdAt: createdAt,
            openAttempt: try LoadClaims.openAttempt(&row),
            isLastTry: isLastTry
        )
    }

    private static func openAttempt(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> OpenAttempt? {
        let attemptID: Int64? = try row.next()
        let operation: String? = try row.next()
        let destination: String? = try row.next()
        let idempotencyKey: String? = try row.next()
        let firstSentAt: Timestamp? = try row.next()
        let lastSentAt: Timestamp? = try row.next()
        let sends: Int? = try row.next()
        let sealed: Bytea? = try row.next()
        let sealKeyID: String? = try row.next()
        let windowEndsAt: Timestamp? = try row.next()
        guard let attemptID, let operation, let destination, let idempotencyKey,
            let firstSentAt, let lastSentAt, let sends
        else { return nil }
        var request: SealedRequest?
        if let sealed, let sealKeyID, let windowEndsAt {
            request = SealedRequest(
                sealed: sealed,
                sealKeyID: sealKeyID,
                windowEndsAt: windowEndsAt
            )
        }
        return OpenAttempt(
            attemptID: attemptID,
            operation: operation,
            destination: destination,
            idempotencyKey: idempotencyKey,
            firstSentAt: firstSentAt,
            lastSentAt: lastSentAt,
            sends: sends,
            request: request
        )
    }
}

/// Whether lanes that others hold still have work that was due.
struct WorkElsewhere: Statement {
    static let sql = """
        SELECT EXISTS (
            SELECT FROM outbox.lane AS l
            WHERE l.channel = $1 AND l.lane <> ALL ($2)
              AND (EXISTS (SELECT FROM outbox.queue AS q
                           WHERE q.channel = $1 AND q.lane = l.lane AND q.state = 'ready'
                             AND q.message_id > l.position AND q.message_id <= $3)
                   OR EXISTS (SELECT FROM outbox.queue AS q
                              WHERE q.channel = $1 AND q.lane = l.lane AND q.due_at <= $4)
                   OR EXISTS (SELECT FROM outbox.batch AS b
                              WHERE b.channel = $1 AND b.lane = l.lane)))
        """

    let channel: String
    let held: [Int16]
    let horizon: Int64
    let now: Timestamp

    var bindings: [any Bindable] { [channel, held, horizon, now] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Bool { try row.next() }
}

/// The highest message id given out so far.
struct ReadHorizon: Statement {
    static let sql = "SELECT last_value FROM outbox.message_id_seq"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}
