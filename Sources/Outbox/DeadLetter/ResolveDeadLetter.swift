public import Foundation
public import Postgres

/// A person's verdict about a message.
public enum DeadLetterVerdict: String, Sendable, CaseIterable {
    /// It took effect.
    case applied

    /// It did not and will not take effect.
    case rejected
}

extension Transaction {
    /// Ends a dead letter that was locked with a person's verdict.
    ///
    /// The message leaves the queue and its first follower is woken; an open attempt is closed in
    /// the journal, with the evidence; a rejected message leaves a row in `outbox.voided`. What
    /// the verdict means outside the engine is written by the caller, in the same transaction.
    ///
    /// - Parameters:
    ///   - letter: from `lockDeadLetters`; one that was decided before is left as it is.
    ///   - verdict: what the person says.
    ///   - decision: who says so when and why, and what proves it.
    ///   - runID: under which the journal names the verdict.
    /// - Returns: whether it was still to be decided.
    /// - Throws: `PostgresError`.
    @discardableResult
    public borrowing func resolveDeadLetter(
        _ letter: DeadLetter,
        as verdict: DeadLetterVerdict,
        _ decision: DeadLetter.Decision,
        runID: UUID
    ) throws(PostgresError) -> Bool {
        guard letter.refusal == nil else { return false }
        return try only(
            ResolveDeadLetter(
                messageID: letter.messageID,
                verdict: verdict,
                decision: decision,
                runID: runID
            )
        )
    }
}

/// Ends one locked letter; whether it was open.
struct ResolveDeadLetter: Statement {
    static let sql = """
        WITH letter AS (
            UPDATE outbox.dead_letter
            SET state = $2, resolved_by = $3, resolved_at = $4, reason = $5, evidence = $6
            WHERE message_id = $1 AND state = 'open'
            RETURNING message_id, channel, key
        ), removed AS (
            DELETE FROM outbox.queue AS q USING letter
            WHERE q.channel = letter.channel AND q.lane = outbox.lane_of(letter.key)
              AND q.message_id = letter.message_id
        ), closed AS (
            DELETE FROM outbox.open_attempt AS o USING letter
            WHERE o.message_id = letter.message_id
            RETURNING o.attempt_id, o.message_id, o.operation, o.destination, o.idempotency_key
        ), journaled AS (
            INSERT INTO outbox.attempt (attempt_id, message_id, event, operation, destination,
                idempotency_key, outcome, detail, run_id, at)
            SELECT attempt_id, message_id, 'ended', operation, destination, idempotency_key, $2,
                   concat_ws(': ', 'resolved by ' || $3, $6), $7, $4
            FROM closed
        ), said AS (
            INSERT INTO outbox.voided (message_id, reason, voided_by, voided_at)
            SELECT message_id, $5, $3, $4 FROM letter WHERE $2 = 'rejected'
        ), woken AS (
            UPDATE outbox.queue AS q SET state = 'waiting', due_at = $4
            FROM (SELECT p.channel, p.lane, p.message_id
                  FROM letter JOIN outbox.queue AS p USING (channel, key)
                  WHERE p.state = 'parked'
                  ORDER BY p.message_id LIMIT 1) AS next
            WHERE q.channel = next.channel AND q.lane = next.lane
              AND q.message_id = next.message_id
        )
        SELECT count(*) = 1 FROM letter
        """

    let messageID: Int64
    let verdict: DeadLetterVerdict
    let decision: DeadLetter.Decision
    let runID: UUID

    var bindings: [any Bindable] {
        [
            messageID, verdict.rawValue, decision.by, decision.at, decision.reason,
            decision.evidence, runID,
        ]
    }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Bool { try row.next() }
}
