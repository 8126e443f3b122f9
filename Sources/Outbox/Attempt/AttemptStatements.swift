import Foundation
import Postgres

/// A message's intent as it is journaled, apart from what it calls.
struct JournaledIntent: Sendable {
    let messageID: Int64
    let operation: String
    let destination: String
    let idempotencyKey: String
    let credentialID: String?
    let apiVersion: String?
    let request: SealedRequest
}

/// Opens attempts with their sealed requests and journals the sends; one row an intent.
///
/// A message that already has an open attempt violates `open_attempt_pk`.
struct OpenAttempts: Statement {
    static let sql = """
        WITH intent AS (
            SELECT i.*, q.day
            FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                        $7::bytea[], $8::text[], $9::timestamptz[])
                 AS i (message_id, operation, destination, idempotency_key, credential_id,
                       api_version, sealed, seal_key_id, window_ends_at)
            JOIN outbox.queue AS q ON q.channel = $10 AND q.message_id = i.message_id
             AND q.lane = ANY ($13)
        ), opened AS (
            INSERT INTO outbox.open_attempt (message_id, message_day, channel, operation,
                destination, idempotency_key, credential_id, api_version, first_sent_at,
                last_sent_at, window_ends_at)
            SELECT message_id, day, $10, operation, destination, idempotency_key, credential_id,
                   api_version, $11, $11, window_ends_at
            FROM intent
            RETURNING attempt_id, message_id, operation, destination, idempotency_key
        ), sealed AS (
            INSERT INTO outbox.attempt_request
                (attempt_id, message_id, sealed, seal_key_id, window_ends_at)
            SELECT opened.attempt_id, intent.message_id, intent.sealed, intent.seal_key_id,
                   intent.window_ends_at
            FROM opened JOIN intent USING (message_id)
        )
        INSERT INTO outbox.attempt (attempt_id, message_id, event, operation, destination,
            idempotency_key, run_id, at)
        SELECT attempt_id, message_id, 'sent', operation, destination, idempotency_key, $12, $11
        FROM opened
        """

    let intents: [JournaledIntent]
    let lanes: [Int16]
    let channel: String
    let now: Timestamp
    let runID: UUID

    var bindings: [any Bindable] {
        [
            intents.map(\.messageID), intents.map(\.operation), intents.map(\.destination),
            intents.map(\.idempotencyKey), intents.map(\.credentialID),
            intents.map(\.apiVersion), intents.map(\.request.sealed),
            intents.map(\.request.sealKeyID), intents.map(\.request.windowEndsAt), channel, now,
            runID, lanes,
        ]
    }
}

/// Records, before the wire, that open attempts are sent once more.
struct ResendAttempts: Statement {
    static let sql = """
        WITH resent AS (
            UPDATE outbox.open_attempt SET sends = sends + 1, last_sent_at = $2
            WHERE message_id = ANY ($1)
            RETURNING attempt_id, message_id, operation, destination, idempotency_key
        )
        INSERT INTO outbox.attempt (attempt_id, message_id, event, operation, destination,
            idempotency_key, run_id, at)
        SELECT attempt_id, message_id, 'resent', operation, destination, idempotency_key, $3, $2
        FROM resent
        """

    let messageIDs: [Int64]
    let now: Timestamp
    let runID: UUID

    var bindings: [any Bindable] { [messageIDs, now, runID] }
}

/// How an attempt ended, or what a question about it brought.
struct AttemptEnd: Sendable {
    let messageID: Int64
    let outcome: Outcome
    let detail: String
}

/// Closes open attempts and journals how each ended.
///
/// Messages without one are passed over.
struct CloseAttempts: Statement {
    static let sql = """
        WITH ended AS (
            SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[])
                AS e (message_id, outcome, detail)
        ), closed AS (
            DELETE FROM outbox.open_attempt AS o USING ended
            WHERE o.message_id = ended.message_id
            RETURNING o.attempt_id, o.message_id, o.operation, o.destination, o.idempotency_key,
                      ended.outcome, ended.detail
        )
        INSERT INTO outbox.attempt (attempt_id, message_id, event, operation, destination,
            idempotency_key, outcome, detail, run_id, at)
        SELECT attempt_id, message_id, 'ended', operation, destination, idempotency_key, outcome,
               detail, $4, $5
        FROM closed
        """

    let ends: [AttemptEnd]
    let runID: UUID
    let now: Timestamp

    var bindings: [any Bindable] {
        [
            ends.map(\.messageID), ends.map(\.outcome.rawValue), ends.map(\.detail), runID, now,
        ]
    }
}

/// Marks open attempts unknown and journals what was learnt.
struct MarkUnknown: Statement {
    static let sql = """
        WITH learnt AS (
            SELECT * FROM unnest($1::bigint[], $2::text[]) AS l (message_id, detail)
        ), marked AS (
            UPDATE outbox.open_attempt AS o SET is_unknown = true FROM learnt
            WHERE o.message_id = learnt.message_id
            RETURNING o.attempt_id, o.message_id, o.operation, o.destination, o.idempotency_key,
                      learnt.detail
        )
        INSERT INTO outbox.attempt (attempt_id, message_id, event, operation, destination,
            idempotency_key, outcome, detail, run_id, at)
        SELECT attempt_id, message_id, 'asked', operation, destination, idempotency_key,
               'unknown', detail, $3, $4
        FROM marked
        """

    let ends: [AttemptEnd]
    let runID: UUID
    let now: Timestamp

    var bindings: [any Bindable] {
        [ends.map(\.messageID), ends.map(\.detail), runID, now]
    }
}
