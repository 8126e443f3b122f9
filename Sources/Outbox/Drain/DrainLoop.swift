import Foundation
import Postgres

/// Drains one channel: claims, touches and settles until nothing that was due is left.
///
/// A run that stops half-way, by signal, crash or `kill -9`, loses nothing and repeats nothing:
/// whatever it had in hand stands in `outbox.batch` and `outbox.open_attempt`.
actor DrainLoop<Work: ChannelWork> {
    private let connection: Connection
    private let work: Work
    private let settler: Settler
    private let options: DrainOptions
    private let stop: StopSignal
    private let mailbox = Mailbox<Landing<Work.Answer>>()
    private let keeper: LaneKeeper
    private var markers = Markers()
    private var marked: [QueueRow] = []
    private var suspects: [SuspectBatch] = []
    private var opening: SuspectBatch?
    private var inFlight: [Int64: UUID] = [:]

    /// Messages in the air whose lane was lost: also when it is ours again, their answers are the
    /// next owner's to ask for.
    private var disowned: Set<Int64> = []
    private var counts = RunCounts()
    private var horizon: Int64 = 0
    private var transientFailures = 0

    /// Deadlocks and serialization failures in a row after which a run gives up for this time.
    private static var transientFailuresMax: Int { 10 }

    init(
        connection: Connection,
        work: Work,
        settler: Settler,
        options: DrainOptions,
        stop: StopSignal
    ) {
        self.connection = connection
        self.work = work
        self.settler = settler
        self.options = options
        self.stop = stop
        keeper = LaneKeeper(options: options)
    }

    /// Runs to the end and returns what was done.
    ///
    /// - Throws: `PostgresError` when the database is lost; what was in hand is taken up by the
    ///   next run.
    func run() async throws -> RunCounts {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { [mailbox, options] in
                do {
                    while true {
                        try await Task.sleep(for: options.lease / 6)
                        mailbox.wake()
                    }
                } catch {
                    // The sleep is cancelled when the run is over.
                    return
                }
            }
            defer { group.cancelAll() }
            try await loop(&group)
        }
        try await keeper.release(on: connection)
        return counts
    }

    private func loop(_ group: inout ThrowingDiscardingTaskGroup<any Error>) async throws {
        let deadline = ContinuousClock.now + options.linger
        horizon = options.onlyUnresolved ? 0 : try await connection.only(ReadHorizon())
        try await acquire()
        while true {
            try await keepLeases()
            let landings = mailbox.takeAll()
            let room = capacity(freedBy: landings.count)
            let (candidates, reading) = try await read(room)
            if landings.isEmpty, marked.isEmpty, candidates.isEmpty, opening == nil {
                if !inFlight.isEmpty {
                    await mailbox.wait()
                    continue
                }
                if stop.isAsked { return }
                if try await isDone(deadline) { return }
                continue
            }
            try await cycle(landings, candidates, reading, &group)
        }
    }

    private func capacity(freedBy landings: Int) -> Int {
        guard !stop.isAsked else { return 0 }
        guard work.callTimeout != nil else { return options.batchSize }
        let open = inFlight.count + marked.count - landings
        return max(0, min(options.batchSize, options.concurrency - open))
    }

    private func cycle(
        _ landings: [Landing<Work.Answer>],
        _ candidates: [Candidate],
        _ reading: Snapshot?,
        _ group: inout ThrowingDiscardingTaskGroup<any Error>
    ) async throws {
        let landings = landings.filter(isStillOurs)
        var flying = inFlight
        for landing in landings { flying[landing.claim.messageID] = nil }
        let cycle = Cycle(
            work: work,
            settler: settler,
            options: options,
            lanes: keeper.lanes,
            late: keeper.late,
            landings: landings,
            marked: marked,
            inFlight: Set(flying.values),
            candidates: candidates,
            suspect: opening,
            markers: markers
        )
        let name = options.channel
        let stage = landings.isEmpty ? (marked.isEmpty ? "mark" : "touch") : "settle"
        let result: Cycle<Work>.Result
        do {
            result = try await connection.transaction { tx in
                let result = try cycle.run(in: tx)
                CrashPoint.reach("\(name):\(stage):before-commit")
                return result
            }
        } catch let error as PostgresError where error.isWorthRepeating {
            transientFailures += 1
            guard transientFailures < Self.transientFailuresMax else { throw error }
            for landing in landings { mailbox.put(landing) }
            // Its members are not marked: with another batch's commit its marker would be lost.
            suspects = (opening.map { [$0] } ?? []) + suspects
            opening = nil
            return
        }
        CrashPoint.reach("\(name):\(stage):after-commit")
        transientFailures = 0
        opening = nil
        absorb(result, flying, candidates, reading)
        for launch in result.launches { start(launch, &group) }
    }

    private func absorb(
        _ result: Cycle<Work>.Result,
        _ flying: [Int64: UUID],
        _ candidates: [Candidate],
        _ reading: Snapshot?
    ) {
        counts += result.counts
        counts.commits += 1
        if let note = options.note { result.settled.forEach(note) }
        markers = result.markers
        inFlight = flying
        for launch in result.launches { inFlight[launch.claim.messageID] = launch.claim.key }
        marked = result.marked
        keeper.advance(
            past: candidates.filter { $0.isFresh && result.held.contains($0.lane) },
            reading: reading,
            own: result.ownTransaction
        )
        if !result.lost.isEmpty {
            keeper.lose(result.lost)
            disown(result.lost)
        }
    }

    /// Whether an answer may be settled; one whose lane was lost meanwhile is forgotten.
    private func isStillOurs(_ landing: Landing<Work.Answer>) -> Bool {
        guard disowned.remove(landing.claim.messageID) != nil else { return true }
        inFlight[landing.claim.messageID] = nil
        return false
    }

    /// Lets go of everything in lanes that were lost: it stands under their old tokens.
    private func disown(_ lanes: Set<Int16>) {
        markers.forget(lanes: lanes)
        counts.conflicts += marked.count { lanes.contains($0.lane) }
        marked.removeAll { lanes.contains($0.lane) }
        suspects.removeAll { lanes.contains($0.lane) }
        if let lane = opening?.lane, lanes.contains(lane) { opening = nil }
        let flying = inFlight.filter { lanes.contains($0.value.lane) && !disowned.contains($0.key) }
        counts.conflicts += flying.count
        disowned.formUnion(flying.keys)
    }

    private func start(
        _ launch: Launch<Work.Call>,
        _ group: inout ThrowingDiscardingTaskGroup<any Error>
    ) {
        let leaseEnds = keeper.leaseEnds
        group.addTask { [work, mailbox, options] in
            if launch.sends, leaseEnds < .now + (work.callTimeout ?? .zero) {
                return mailbox.put(launch.landing(nil))
            }
            CrashPoint.reach("\(options.channel):wire:before")
            let answer = await work.perform(launch.call)
            CrashPoint.reach("\(options.channel):wire:after")
            mailbox.put(launch.landing(answer))
        }
    }

    // MARK: - Claiming

    /// What may be claimed now, at most `room`: suspects of a crashed batch run alone; else
    /// returned messages that are due, then fresh ones.
    private func read(_ room: Int) async throws -> ([Candidate], Snapshot?) {
        guard room > 0 else { return ([], nil) }
        let tick = try await connection.only(ReadTick(channel: options.channel, asOf: options.asOf))
        guard !tick.isPaused else { return ([], nil) }
        if !suspects.isEmpty {
            guard inFlight.isEmpty, marked.isEmpty, opening == nil else { return ([], nil) }
            return (try await openSuspects(), nil)
        }
        let lanes = keeper.lanesInTurn
        let due = try await connection.query(
            ReadDue(
                channel: options.channel,
                lanes: lanes.map(\.lane),
                limit: room,
                now: tick.now,
                inFlight: Array(inFlight.keys) + marked.map(\.messageID),
                onlyUnresolved: options.onlyUnresolved
            )
        )
        guard due.count < room, !options.onlyUnresolved else { return (due, nil) }
        let fresh = try await connection.query(
            ReadFresh(
                channel: options.channel,
                lanes: lanes,
                limit: room - due.count,
                horizon: horizon
            )
        )
        let snapshot = fresh.first.flatMap { Snapshot($0.snapshot) }
        return (due + fresh.map(\.candidate), snapshot)
    }

    private func openSuspects() async throws -> [Candidate] {
        let batch = suspects.removeFirst()
        guard keeper.lanes[batch.lane] != nil else { return [] }
        opening = batch
        return try await connection.query(
            LoadSuspects(
                channel: options.channel,
                lane: batch.lane,
                messageIDs: batch.messageIDs
            )
        )
    }

    // MARK: - Leases

    private func acquire() async throws {
        suspects += try await keeper.share(on: connection, settler: settler)
    }

    private func keepLeases() async throws {
        guard keeper.isRenewalDue(before: work.callTimeout ?? .zero) else { return }
        let idle = Set(inFlight.isEmpty && marked.isEmpty ? Array(keeper.lanes.keys) : [])
        let before = Set(keeper.lanes.keys)
        try await keeper.renew(on: connection, idle: idle)
        disown(before.subtracting(keeper.lanes.keys))
        suspects += try await keeper.share(on: connection, settler: settler)
    }

    /// Whether nothing that was due is left, here or in lanes that others hold; waits a little
    /// when it is not.
    private func isDone(_ deadline: ContinuousClock.Instant) async throws -> Bool {
        if try await keeper.recoverLate(on: connection, asOf: options.asOf) > 0 { return false }
        let waiting = try await isWorkElsewhere()
        let lingers = ContinuousClock.now < deadline
        guard waiting || lingers else { return true }
        try await Task.sleep(for: options.poll)
        if lingers, !options.onlyUnresolved { horizon = try await connection.only(ReadHorizon()) }
        if waiting { suspects += try await keeper.share(on: connection, settler: settler) }
        return false
    }

    private func isWorkElsewhere() async throws -> Bool {
        let tick = try await connection.only(ReadTick(channel: options.channel, asOf: options.asOf))
        guard !tick.isPaused else { return false }
        return try await connection.only(
            WorkElsewhere(
                channel: options.channel,
                held: Array(keeper.lanes.keys),
                horizon: horizon,
                now: tick.now
            )
        )
    }
}

extension PostgresError {
    /// A deadlock or serialization failure: the same transaction may succeed when run again.
    var isWorthRepeating: Bool {
        guard case .server(let error) = self else { return false }
        return error.sqlState.isTransient
    }
}

extension UUID {
    /// The lane of a key, as `outbox.lane_of` counts it.
    fileprivate var lane: Int16 { Int16(uuid.15 & 63) }
}
