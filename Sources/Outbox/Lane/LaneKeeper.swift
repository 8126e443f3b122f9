import Foundation
import Postgres

/// The lanes a drain holds: its fair share, renewed while it lives.
///
/// Belongs to one drain loop.
final class LaneKeeper {
    private(set) var lanes: [Int16: HeldLane] = [:]

    /// Transactions that may still commit below the lanes' positions.
    private(set) var late: [UInt64] = []

    /// Until when the lanes are certainly ours, by this process's own clock: counted from before
    /// the renewal was sent.
    private(set) var leaseEnds: ContinuousClock.Instant = .now

    private let options: DrainOptions
    private var turn = 0

    init(options: DrainOptions) { self.options = options }

    /// Lanes with their positions, a different one first each time.
    var lanesInTurn: [(lane: Int16, position: Int64)] {
        let ordered = lanes.sorted { $0.key < $1.key }
        guard !ordered.isEmpty else { return [] }
        let first = turn % ordered.count
        return (ordered[first...] + ordered[..<first]).map { ($0.key, $0.value.position) }
    }

    /// Whether a third of the lease is gone, or what is left would not outlive a call.
    func isRenewalDue(before callTimeout: Duration) -> Bool {
        leaseEnds - max(options.lease * 2 / 3, callTimeout) < .now
    }

    /// Takes the fair share: free lanes and those of drains that died, as many as are missing.
    ///
    /// - Returns: batches that the lanes' previous owners never finished.
    nonisolated(nonsending) func share(
        on connection: Connection,
        settler: Settler
    ) async throws -> [SuspectBatch] {
        let started = ContinuousClock.now
        let drains = try await connection.only(
            AnnounceDrain(
                runID: options.runID,
                channel: options.channel,
                leaseMicroseconds: options.lease.wholeMicroseconds
            )
        )
        let fair = (64 + drains - 1) / max(1, drains)
        guard lanes.count < fair else { return [] }
        let acquired = try await connection.query(
            AcquireLanes(
                channel: options.channel,
                runID: options.runID,
                leaseMicroseconds: options.lease.wholeMicroseconds,
                limit: fair - lanes.count
            )
        )
        guard !acquired.isEmpty else { return [] }
        if lanes.isEmpty { leaseEnds = started + options.lease }
        for lane in acquired {
            lanes[lane.lane] = HeldLane(token: lane.token, position: lane.position)
        }
        let theirs = acquired.flatMap { $0.late.compactMap { UInt64($0) } }
        late = Array(Set(late + theirs))
        return try await recover(acquired.map(\.lane), on: connection, settler: settler)
    }

    /// Prolongs the leases, and gives back what exceeds the fair share and is idle.
    nonisolated(nonsending) func renew(on connection: Connection, idle: Set<Int16>) async throws {
        let started = ContinuousClock.now
        let renewed = try await connection.query(
            RenewLanes(
                channel: options.channel,
                lanes: lanes,
                leaseMicroseconds: options.lease.wholeMicroseconds,
                late: late
            )
        )
        let ours = Set(renewed)
        lanes = lanes.filter { ours.contains($0.key) }
        leaseEnds = started + options.lease
        let drains = try await connection.only(
            AnnounceDrain(
                runID: options.runID,
                channel: options.channel,
                leaseMicroseconds: options.lease.wholeMicroseconds
            )
        )
        let surplus = lanes.count - (64 + drains - 1) / max(1, drains)
        guard surplus > 0 else { return }
        let given = Dictionary(
            uniqueKeysWithValues: lanes.filter { idle.contains($0.key) }
                .sorted { $0.key > $1.key }.prefix(surplus).map { ($0.key, $0.value) }
        )
        try await giveBack(given, on: connection)
    }

    /// Gives everything back at the end of a run.
    nonisolated(nonsending) func release(on connection: Connection) async throws {
        CrashPoint.reach("\(options.channel):release:before-commit")
        try await giveBack(lanes, on: connection)
        CrashPoint.reach("\(options.channel):release:after-commit")
        _ = try await connection.execute(
            RetractDrain(runID: options.runID, channel: options.channel)
        )
    }

    /// Notes how far claims have come, after the batch of `fresh` was committed.
    func advance(past fresh: [Candidate], reading: Snapshot?, own: UInt64?) {
        turn += 1
        guard !fresh.isEmpty, let reading, let own else { return }
        for candidate in fresh {
            guard let position = lanes[candidate.lane]?.position else { continue }
            lanes[candidate.lane]?.position = max(position, candidate.messageID)
        }
        late = reading.mayCommitBelow(assigned: own)
    }

    /// Forgets lanes that somebody else has taken over.
    func lose(_ lost: Set<Int16>) {
        for lane in lost { lanes[lane] = nil }
    }

    /// Finds messages that committed late, when there is nothing else to do; returns how many.
    nonisolated(nonsending) func recoverLate(
        on connection: Connection,
        asOf: Timestamp?
    ) async throws -> Int {
        guard !late.isEmpty else { return 0 }
        let (channel, lanes, late) = (options.channel, lanes, late)
        let before = try await connection.only(ReadSnapshot())
        let recovered = try await connection.transaction { tx in
            let tokens = lanes.map { LaneToken(lane: $0.key, token: $0.value.token) }
            let fenced = try tx.query(FenceLanes(channel: channel, tokens: tokens))
            let held = Set(fenced.map(\.lane))
            let positions = lanes.filter { held.contains($0.key) }
                .map { (lane: $0.key, position: $0.value.position) }
            guard let now = asOf ?? fenced.first?.now else { return 0 }
            let recovered = try tx.execute(
                RecoverLate(channel: channel, lanes: positions, late: late, now: now)
            )
            CrashPoint.reach("\(channel):late:before-commit")
            return recovered
        }
        CrashPoint.reach("\(channel):late:after-commit")
        if let before = Snapshot(before) {
            self.late = late.filter { $0 >= before.xmax || before.inProgress.contains($0) }
        }
        return recovered
    }

    private nonisolated(nonsending) func giveBack(
        _ given: [Int16: HeldLane],
        on connection: Connection
    ) async throws {
        guard !given.isEmpty else { return }
        _ = try await connection.query(
            ReleaseLanes(channel: options.channel, lanes: given, late: late)
        )
        for lane in given.keys { lanes[lane] = nil }
    }

    private nonisolated(nonsending) func recover(
        _ acquired: [Int16],
        on connection: Connection,
        settler: Settler
    ) async throws -> [SuspectBatch] {
        let (channel, tokens) = (
            options.channel,
            acquired.compactMap { lane in
                lanes[lane].map { LaneToken(lane: lane, token: $0.token) }
            }
        )
        let suspects = try await connection.transaction { tx in
            let suspects = try CrashRecovery(channel: channel, settler: settler)
                .run(tokens, in: tx)
            CrashPoint.reach("\(channel):recover:before-commit")
            return suspects
        }
        CrashPoint.reach("\(channel):recover:after-commit")
        return suspects
    }
}

/// The snapshot of now, as text.
struct ReadSnapshot: Statement {
    static let sql = "SELECT pg_current_snapshot()::text"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
}

extension Duration {
    var wholeMicroseconds: Int64 { Int64(self / .microseconds(1)) }
}
