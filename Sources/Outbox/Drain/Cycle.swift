import Foundation
import Postgres

/// One transaction of a drain: settle what came back, touch what was marked, mark what comes next.
///
/// The three parts commit together, so a busy drain needs one commit a batch; each part is fenced
/// by the lanes' tokens first.
struct Cycle<Work: ChannelWork>: Sendable {
    let work: Work
    let settler: Settler
    let options: DrainOptions
    let lanes: [Int16: HeldLane]
    let late: [UInt64]
    let landings: [Landing<Work.Answer>]
    let marked: [QueueRow]
    let inFlight: Set<UUID>
    let candidates: [Candidate]
    let suspect: SuspectBatch?
    let markers: Markers

    /// What the transaction did; to be believed only after its commit.
    struct Result: Sendable {
        var held: Set<Int16> = []
        var lost: Set<Int16> = []
        var counts = RunCounts()
        var launches: [Launch<Work.Call>] = []
        var left: [Int64] = []
        var marked: [QueueRow] = []
        var markers: Markers
        var ownTransaction: UInt64?
        var recovered = 0
        var settled: [SettledMessage] = []
    }

    /// - Throws: `PostgresError` for what concerns the whole transaction.
    func run(in tx: borrowing Transaction) throws -> Result {
        var result = Result(markers: markers)
        let now = try fence(&result, tx)
        let scope = WorkScope(
            channel: options.channel,
            isOrdered: settler.isOrdered,
            runID: options.runID,
            now: now,
            jitter: options.jitter
        )
        var busy = inFlight
        var stepped: [Claim] = []
        try settleAnswers(&result, &stepped, scope, tx)
        let rows = marked.filter { result.held.contains($0.lane) }
        result.counts.conflicts += marked.count - rows.count
        try absorb(work.next(stepped, scope: scope, in: tx), &result, scope, tx)
        try touch(rows, &result, scope, tx)
        busy.formUnion(result.launches.map(\.claim.key))
        try recoverLate(&result, scope, tx)
        try mark(busy, &result, scope, tx)
        let done = result.markers.settle(result.left)
        try close(done, result.held, tx)
        return result
    }

    /// Deletes the markers that are done with, and that of the suspects that were marked anew.
    private func close(
        _ done: [(lane: Int16, batchID: Int64)],
        _ held: Set<Int16>,
        _ tx: borrowing Transaction
    ) throws(PostgresError) {
        var done = done
        if let suspect, held.contains(suspect.lane) {
            done.append((suspect.lane, suspect.batchID))
        }
        guard !done.isEmpty else { return }
        _ = try tx.execute(CloseBatches(channel: options.channel, batches: done))
    }

    private func fence(
        _ result: inout Result,
        _ tx: borrowing Transaction
    ) throws(PostgresError) -> Timestamp {
        let touchedLanes = Set(
            landings.map(\.claim.message.lane) + marked.map(\.lane) + candidates.map(\.lane)
                + (suspect.map { [$0.lane] } ?? []) + (late.isEmpty ? [] : Array(lanes.keys))
        )
        let tokens = touchedLanes.sorted().compactMap { lane in
            lanes[lane].map { LaneToken(lane: lane, token: $0.token) }
        }
        let fenced = try tx.query(FenceLanes(channel: options.channel, tokens: tokens))
        result.held = Set(fenced.map(\.lane))
        result.lost = touchedLanes.subtracting(result.held)
        if let asOf = options.asOf { return asOf }
        if let now = fenced.first?.now { return now }
        return try tx.only(ReadClock())
    }

    private func settleAnswers(
        _ result: inout Result,
        _ stepped: inout [Claim],
        _ scope: WorkScope,
        _ tx: borrowing Transaction
    ) throws {
        let ours = landings.filter { result.held.contains($0.claim.message.lane) }
        result.counts.conflicts += landings.count - ours.count
        guard !ours.isEmpty else { return }
        let answers = ours.compactMap { landing in
            landing.answer.map { (claim: landing.claim, answer: $0) }
        }
        let verdicts = try work.settle(answers, scope: scope, in: tx)
        try noteReach(ours, scope, tx)
        var settled = zip(answers, verdicts).map { (claim: $0.claim, verdict: $1) }
        settled += ours.filter { $0.answer == nil }.map { ($0.claim, $0.verdictOfNotSent) }
        note(settled.map { ($0.claim.message, $0.verdict) }, &result)
        result.counts += try settler.apply(
            settled.map { ($0.claim.message, $0.verdict) },
            at: scope.now,
            in: tx
        )
        for (claim, verdict) in settled {
            if case .stepDone = verdict {
                stepped.append(claim.afterStep())
            } else {
                result.left.append(claim.messageID)
            }
        }
    }

    private func noteReach(
        _ landings: [Landing<Work.Answer>],
        _ scope: WorkScope,
        _ tx: borrowing Transaction
    ) throws(PostgresError) {
        var notes = ReachNotes()
        for landing in landings {
            guard let answer = landing.answer else { continue }
            notes.note(work.reach(answer), of: landing.destination)
        }
        try notes.write(
            channel: options.channel,
            pausedBy: options.program,
            at: scope.now,
            in: tx
        )
    }

    private func touch(
        _ rows: [QueueRow],
        _ result: inout Result,
        _ scope: WorkScope,
        _ tx: borrowing Transaction
    ) throws {
        guard !rows.isEmpty else { return }
        let touched = try work.touch(rows, scope: scope, in: tx)
        let known = Set(
            touched.applied.map(\.messageID) + touched.settled.map(\.message.messageID)
                + touched.launches.map(\.claim.messageID)
        )
        let vanished = rows.map(\.messageID).filter { !known.contains($0) }
        result.counts.conflicts += vanished.count
        result.left += vanished
        try absorb(touched, &result, scope, tx)
    }

    private func absorb(
        _ touched: Touched<Work.Call>,
        _ result: inout Result,
        _ scope: WorkScope,
        _ tx: borrowing Transaction
    ) throws {
        result.counts.applied += touched.applied.count
        result.left += touched.applied.map(\.messageID)
        result.counts += try settler.apply(touched.settled, at: scope.now, in: tx)
        note(touched.settled, &result)
        result.left += touched.settled.map(\.message.messageID)
        result.launches += touched.launches
    }

    private func note(
        _ settled: [(message: QueuedMessage, verdict: Verdict)],
        _ result: inout Result
    ) {
        guard options.note != nil, work.callTimeout != nil else { return }
        result.settled += settled.map { SettledMessage(message: $0, outcome: $1.name) }
    }

    private func recoverLate(
        _ result: inout Result,
        _ scope: WorkScope,
        _ tx: borrowing Transaction
    ) throws(PostgresError) {
        guard !late.isEmpty else { return }
        let positions = lanes.filter { result.held.contains($0.key) }
            .map { (lane: $0.key, position: $0.value.position) }
        result.recovered = try tx.execute(
            RecoverLate(
                channel: options.channel,
                lanes: positions,
                late: late,
                now: scope.now
            )
        )
    }

    private func mark(
        _ busy: Set<UUID>,
        _ result: inout Result,
        _ scope: WorkScope,
        _ tx: borrowing Transaction
    ) throws(PostgresError) {
        var next = candidates.filter { result.held.contains($0.lane) }
        guard !next.isEmpty else { return }
        if scope.isOrdered {
            let parked = Set(
                try tx.query(
                    ParkFollowers(
                        channel: options.channel,
                        candidates: next,
                        behindInFlight: behind(busy, next)
                    )
                )
            )
            next.removeAll { parked.contains($0.messageID) }
        }
        result.marked = next.map { QueueRow(lane: $0.lane, messageID: $0.messageID) }
        result.counts.claimed += next.count
        let members = next.compactMap { candidate in
            lanes[candidate.lane].map { (candidate.lane, $0.token, candidate.messageID) }
        }
        if !members.isEmpty {
            let opened = try tx.query(
                OpenBatches(
                    channel: options.channel,
                    runID: options.runID,
                    members: members
                )
            )
            for (batchID, lane) in opened {
                result.markers.add(
                    batchID: batchID,
                    lane: lane,
                    members: next.filter { $0.lane == lane }.map(\.messageID)
                )
            }
        }
        result.ownTransaction = UInt64(try tx.only(OwnTransaction()))
    }

    /// On an external channel at most one message of a key is in the air: the others wait.
    private func behind(_ busy: Set<UUID>, _ next: [Candidate]) -> [Int64] {
        guard work.callTimeout != nil else { return [] }
        var busy = busy
        return next.sorted { $0.messageID < $1.messageID }
            .filter { !busy.insert($0.key).inserted }
            .map(\.messageID)
    }
}

/// A call that came back, or was not made after all.
struct Landing<Answer: Sendable>: Sendable {
    let claim: Claim

    /// Who was called.
    let destination: String

    /// nil: nothing was sent, because the lease would not have outlived the call.
    let answer: Answer?

    var verdictOfNotSent: Verdict {
        let detail = "not sent: the lease would not have outlived the call"
        guard claim.openAttempt == nil else { return .unknown(detail: detail) }
        return .unreachable(detail: detail, after: nil)
    }
}
