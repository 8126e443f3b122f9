import Foundation
import Postgres

/// Writes verdicts back: the queue, the journal, the dead letters.
struct Settler: Sendable {
    let channel: String
    let isOrdered: Bool
    let journals: Bool
    let runID: UUID
    let program: String
    let policies: [String: RetryPolicy]
    let jitter: Jitter

    /// Used when the table has no row for a channel: a retry a minute, asked about every minute.
    static let defaultPolicy = RetryPolicy(
        attemptsMax: 20,
        base: .seconds(1),
        cap: .seconds(60),
        askBase: .seconds(1),
        askCap: .seconds(60)
    )

    func policy(_ kind: String) -> RetryPolicy {
        policies[kind] ?? policies["*"] ?? Self.defaultPolicy
    }

    /// Writes the verdicts of `settled`, at most one a message, in sets.
    ///
    /// - Returns: what was counted; a message that had vanished counts as a conflict.
    func apply(
        _ settled: [(message: QueuedMessage, verdict: Verdict)],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws(PostgresError) -> RunCounts {
        var changes = QueueChanges()
        for (message, verdict) in settled { note(verdict, of: message, at: now, in: &changes) }
        try write(&changes, at: now, in: tx)
        return changes.counts
    }

    private func write(
        _ changes: inout QueueChanges,
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws(PostgresError) {
        if journals, !changes.ends.isEmpty {
            _ = try tx.execute(CloseAttempts(ends: changes.ends, runID: runID, now: now))
        }
        if !changes.unknown.isEmpty {
            _ = try tx.execute(MarkUnknown(ends: changes.unknown, runID: runID, now: now))
        }
        if !changes.rescheduled.isEmpty {
            _ = try tx.execute(RescheduleMessages(channel: channel, rows: changes.rescheduled))
        }
        if !changes.dead.isEmpty {
            _ = try tx.execute(WriteDeadLetters(channel: channel, rows: changes.dead, now: now))
        }
        if !changes.voided.isEmpty {
            _ = try tx.execute(
                WriteVoided(rows: changes.voided, voidedBy: program, now: now)
            )
        }
        if !changes.finished.isEmpty {
            let removed = try tx.query(
                FinishMessages(
                    channel: channel,
                    rows: changes.finished,
                    now: now,
                    isOrdered: isOrdered
                )
            )
            changes.counts.conflicts += changes.finished.count - removed.count
        }
    }

    private func note(
        _ verdict: Verdict,
        of message: QueuedMessage,
        at now: Timestamp,
        in changes: inout QueueChanges
    ) {
        let row = QueueRow(lane: message.lane, messageID: message.messageID)
        switch verdict {
        case .finished(let outcome, let detail):
            changes.finish(row, outcome, detail)
        case .voided(let reason):
            changes.counts.rejected += 1
            changes.voided.append((message.messageID, reason))
            changes.finished.append(row)
        case .stepDone(let outcome, let detail):
            changes.end(message, outcome, detail)
        case .retry(let detail, let after):
            changes.end(message, .retry, detail)
            retry(message, row, detail, after, now, &changes)
        case .again(let outcome, let detail, let after):
            changes.end(message, outcome, detail)
            changes.wait(message, row, until: now + after, spend: false)
        case .unreachable(let detail, let after):
            changes.end(message, .unreachable, detail)
            changes.counts.unreachable += 1
            let delay = max(after ?? .zero, backoff(message.kind, failures: message.attempts + 1))
            changes.wait(message, row, until: now + delay, spend: false)
        case .held(let reason, let until, let keepsAttempt):
            changes.hold(message, row, reason, until: until, keepsAttempt: keepsAttempt)
        case .unknown(let detail, let after):
            let policy = policy(message.kind)
            let delay = RetryPolicy.delay(
                base: policy.askBase,
                cap: policy.askCap,
                failures: message.asks,
                jitter: jitter
            )
            let pause = max(after ?? .zero, delay)
            changes.unknown(message, row, detail, askAt: now + pause)
        case .actionRequired(let detail, let after):
            changes.end(message, .actionRequired, detail)
            changes.look(message, row, at: now + after)
        case .waiting(let until):
            changes.wait(message, row, until: until, spend: false)
        case .dead(let detail):
            changes.end(message, .rejected, detail)
            changes.die(message, row, detail)
        case .setAside(let detail):
            changes.die(message, row, detail)
        case .parked:
            changes.park(message, row)
        }
    }

    private func retry(
        _ message: QueuedMessage,
        _ row: QueueRow,
        _ detail: String,
        _ after: Duration?,
        _ now: Timestamp,
        _ changes: inout QueueChanges
    ) {
        guard message.attempts + 1 < policy(message.kind).attemptsMax else {
            return changes.die(message, row, detail)
        }
        let delay = max(after ?? .zero, backoff(message.kind, failures: message.attempts))
        changes.wait(message, row, until: now + delay, spend: true)
    }

    private func backoff(_ kind: String, failures: Int) -> Duration {
        let policy = policy(kind)
        return RetryPolicy.delay(
            base: policy.base,
            cap: policy.cap,
            failures: failures,
            jitter: jitter
        )
    }
}

/// What a set of verdicts comes to, gathered before it is written.
struct QueueChanges {
    var counts = RunCounts()
    var finished: [QueueRow] = []
    var rescheduled: [Reschedule] = []
    var ends: [AttemptEnd] = []
    var unknown: [AttemptEnd] = []
    var voided: [(messageID: Int64, reason: String)] = []
    var dead: [(row: QueueRow, error: String)] = []

    mutating func finish(_ row: QueueRow, _ outcome: Outcome, _ detail: String) {
        if outcome == .applied { counts.applied += 1 } else { counts.rejected += 1 }
        finished.append(row)
        ends.append(AttemptEnd(messageID: row.messageID, outcome: outcome, detail: detail))
    }

    mutating func end(_ message: QueuedMessage, _ outcome: Outcome, _ detail: String) {
        ends.append(AttemptEnd(messageID: message.messageID, outcome: outcome, detail: detail))
    }

    mutating func wait(_ message: QueuedMessage, _ row: QueueRow, until: Timestamp, spend: Bool) {
        counts.retried += 1
        rescheduled.append(
            Reschedule(
                row: row,
                state: "waiting",
                dueAt: until,
                attempts: message.attempts + (spend ? 1 : 0),
                asks: 0
            )
        )
    }

    mutating func hold(
        _ message: QueuedMessage,
        _ row: QueueRow,
        _ reason: HoldReason,
        until: Timestamp,
        keepsAttempt: Bool
    ) {
        counts.retried += 1
        counts.holds.insert(reason)
        switch reason {
        case .breaker: counts.unreachable += 1
        case .settings: counts.misconfigured += 1
        case .pause: counts.paused += 1
        }
        rescheduled.append(
            Reschedule(
                row: row,
                state: keepsAttempt ? "unknown" : "held",
                dueAt: until,
                attempts: message.attempts,
                asks: message.asks
            )
        )
    }

    mutating func unknown(
        _ message: QueuedMessage,
        _ row: QueueRow,
        _ detail: String,
        askAt: Timestamp
    ) {
        counts.unknown += 1
        unknown.append(
            AttemptEnd(messageID: message.messageID, outcome: .unknown, detail: detail)
        )
        rescheduled.append(
            Reschedule(
                row: row,
                state: "unknown",
                dueAt: askAt,
                attempts: message.attempts,
                asks: message.asks + 1
            )
        )
    }

    mutating func look(_ message: QueuedMessage, _ row: QueueRow, at: Timestamp) {
        rescheduled.append(
            Reschedule(
                row: row,
                state: "action_required",
                dueAt: at,
                attempts: message.attempts,
                asks: message.asks + 1
            )
        )
    }

    mutating func die(_ message: QueuedMessage, _ row: QueueRow, _ detail: String) {
        counts.dead += 1
        dead.append((row, detail))
        rescheduled.append(
            Reschedule(
                row: row,
                state: "dead",
                dueAt: nil,
                attempts: message.attempts + 1,
                asks: 0
            )
        )
    }

    mutating func park(_ message: QueuedMessage, _ row: QueueRow) {
        rescheduled.append(
            Reschedule(
                row: row,
                state: "parked",
                dueAt: nil,
                attempts: message.attempts,
                asks: message.asks
            )
        )
    }
}
