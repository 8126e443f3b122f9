import AsyncHTTPClient
import Batch
import Channels
import Foundation
import NIOCore
import Postgres
import Preorder

/// The story of the demo: a shop opens, buyers come, the batches run until nothing is left.
struct Story: Sendable {
    let world: World
    let reservations: Int
    let seed: UInt64
    var refundRate = 0.0

    /// One reservation in this many is a gift; 0 for none.
    var givesOneIn = 0
    var chaos: Chaos?

    /// When the shop opens, as SQL takes an instant.
    var opensAt = DemoCatalogue.start
    let progress: Progress

    private static let buyerConnections = 4

    /// How many members the shop has.
    var members: Int { max(10, reservations / 3) }

    /// Rounds of all batches after which a story that is not quiet is a failure.
    private static let roundsMax = 300

    /// The sweeps that move the domain on.
    static let sweeps = [
        "leases", "unknown", "abandoned", "gifts", "releases", "points", "refunds",
    ]

    func tell() async throws -> Verdict {
        let connection = try await connect()
        try await DemoCatalogue(members: members, opensAt: opensAt).create(on: connection)
        progress.say("5 countries, 6 games, \(members) members")
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            try await takeReservations(members, client)
            try await withdrawSome(on: connection)
            try await runPayments()
            try await requestRefunds(of: 0, on: connection)
            try await runBatches(until: connection)
            try await requestRefunds(of: 1, on: connection)
            try await answerGifts(on: connection)
            try await runBatches(until: connection)
            try await waitForGifts(on: connection)
            let verdict = try await Verdict.reach(
                connection,
                truth: try await truth(client),
                seed: seed
            )
            try await client.shutdown()
            await connection.close()
            return verdict
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    func takeReservations(_ members: Int, _ client: HTTPClient) async throws {
        let tally = try await takeReservations(0..<reservations, members, [], client)
        progress.say(
            "\(tally.submitted) payments submitted, \(tally.covered) covered by points, "
                + "\(tally.leftUnpaid) left unpaid, \(tally.refused) had the game already, "
                + "\(tally.gifts) are gifts"
        )
    }

    /// Makes some of the story's reservations, of these games; of all when there are none here.
    func takeReservations(
        _ numbers: Range<Int>,
        _ members: Int,
        _ games: [Int],
        _ client: HTTPClient
    ) async throws -> Buyers.Tally {
        var connections: [Connection] = []
        for _ in 0..<Self.buyerConnections { connections.append(try await connect()) }
        var reader = SettingsReader(environment: world.environment)
        let vault = try ChannelSetUp.vault(reader.sealKeys())
        let tally = try await Buyers(
            environment: world.environment,
            seed: seed,
            numbers: numbers,
            members: members,
            games: games,
            givesOneIn: givesOneIn
        ).run(vault: vault, connections: connections, client: client)
        for connection in connections { await connection.close() }
        return tally
    }

    /// One member in this many changes their mind before the charge.
    private static let withdrawnOneIn = 60

    /// Members who change their mind right after submitting.
    func withdrawSome(on connection: Connection) async throws {
        guard refundRate > 0 else { return }
        var withdrawn = 0
        for (index, pending) in try await connection.query(ReadOwned(status: "pending"))
            .enumerated()
        where index % Self.withdrawnOneIn == 11 {
            _ = try await Withdraw()(
                reservationID: pending.reservationID,
                memberID: pending.memberID,
                on: connection
            )
            withdrawn += 1
        }
        progress.say("\(withdrawn) changed their mind before the charge")
    }

    /// Members who ask for a refund: `half` 0 before their points are credited, 1 afterwards.
    func requestRefunds(of half: Int, on connection: Connection) async throws {
        guard refundRate > 0 else { return }
        var requested = 0
        let owned = try await connection.query(ReadOwned(status: "reserved"))
        for (index, reserved) in owned.enumerated() where index % 2 == half {
            var random = SplitMix(seed: seed &+ 77 &+ UInt64(index))
            guard Double(random.next() % 10_000) / 10_000 < refundRate else { continue }
            let outcome = try await RequestRefund()(
                reservationID: reserved.reservationID,
                by: .member(reserved.memberID),
                on: connection
            )
            guard case .accepted = outcome else { throw DemoError.refused("refund: \(outcome)") }
            requested += 1
        }
        progress.say("\(requested) ask for a refund")
    }

    /// Runs the payments drain alone, so that what follows from the charges still waits.
    private func runPayments() async throws {
        let programs = ProgramRunner(environment: world.environment)
        _ = try await programs.must("reservoir-drain", ["--log-level", "warning", "payments"])
    }

    /// Runs every batch as its own process, two drains of payments at once, and moves time on to
    /// what is due next, until nothing is left but what waits for a person.
    func runBatches(until connection: Connection) async throws {
        let programs = ProgramRunner(environment: world.environment)
        let quiet = ["--log-level", "warning"]
        for round in 1...Self.roundsMax {
            try Task.checkCancellation()
            if let chaos {
                try await runChaos(chaos.batches(round: round), programs)
            } else {
                async let first = programs.must("reservoir-drain", quiet + ["payments"])
                async let second = programs.must("reservoir-drain", quiet + ["payments"])
                _ = try await (first, second)
                _ = try await programs.must(
                    "reservoir-drain",
                    quiet + ["points", "mail", "reports"]
                )
            }
            _ = try await programs.must(
                "reservoir-sweep",
                quiet + Self.sweeps
            )
            let left = try await connection.only(CountOpen())
            progress.say(
                "round \(round): \(left.messages) messages, \(left.unpaid) unpaid and "
                    + "\(left.watched) refunds to look at again left"
            )
            if left.messages == 0, left.unpaid == 0, chaos == nil || left.watched == 0 { return }
            try await connection.execute(
                MoveClock(dueShare: chaos == nil ? 0 : Chaos.dueShare)
            )
        }
        throw DemoError.notQuiet(try await connection.query(ReadStuck()))
    }

    /// Runs batches at once, some of which are killed.
    private func runChaos(
        _ batches: [(arguments: [String], killedAfter: Duration?)],
        _ programs: ProgramRunner
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (arguments, killedAfter) in batches {
                group.addTask {
                    let result = try await programs.run(
                        "reservoir-drain",
                        ["--log-level", "error"] + arguments,
                        killedAfter: killedAfter
                    )
                    guard result.isKilled || result.status == 0 || result.status == 75 else {
                        throw DemoError.programFailed("reservoir-drain", result.status)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    func truth(_ client: HTTPClient) async throws -> String {
        let response = try await client.execute(
            HTTPClientRequest(url: world.sandboxURL + "/_truth"),
            timeout: .seconds(60)
        )
        return String(buffer: try await response.body.collect(upTo: 1 << 30))
    }

    func connect() async throws -> Connection {
        try await Connection.connect(
            ConnectionConfiguration(
                conninfo: world.conninfo,
                applicationName: "reservoir-demo"
            )
        )
    }
}

/// Messages that are not finished, payments that nobody has submitted, and completed refunds that
/// are still watched.
struct CountOpen: Statement {
    static let sql = """
        SELECT (SELECT count(*) FROM outbox.queue WHERE state <> 'dead'),
               (SELECT count(*) FROM preorder.payment WHERE status = 'awaiting_authentication'),
               (SELECT count(*) FROM preorder.refund WHERE look_at IS NOT NULL)
        """

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (messages: Int, unpaid: Int, watched: Int) {
        try (row.next(), row.next(), row.next())
    }
}

/// Moves simulated time on.
struct MoveClock: Statement {
    static let sql = """
        UPDATE outbox.clock SET simulated_at = coalesce(
            simulated_at + $1::integer * interval '1 second',
            greatest(simulated_at + interval '1 second', least(
                (SELECT percentile_disc($2::float8) WITHIN GROUP (ORDER BY due_at)
                 FROM outbox.queue WHERE due_at IS NOT NULL),
                (SELECT min(authenticate_by) FROM preorder.payment
                 WHERE status = 'awaiting_authentication'),
                (SELECT percentile_disc($2::float8) WITHIN GROUP (ORDER BY look_at)
                 FROM preorder.refund WHERE look_at IS NOT NULL))))
        """

    private let seconds: Int?
    private let dueShare: Double

    /// By so many seconds.
    init(seconds: Int) {
        self.seconds = seconds
        dueShare = 0
    }

    /// To the instant at which something is due; by a second at least.
    ///
    /// Due is a share of what waits in the queue (0 is whatever is first), a payment that must be
    /// submitted, or a refund that is looked at again.
    init(dueShare: Double) {
        seconds = nil
        self.dueShare = dueShare
    }

    var bindings: [any Bindable] { [seconds, dueShare] }
}

/// Members' own reservations in a state, in order.
struct ReadOwned: Statement {
    static let sql = """
        SELECT reservation_id, member_id FROM preorder.reservation
        WHERE status = $1 AND NOT is_gift ORDER BY created_at, member_id, game_id
        """

    let status: String

    var bindings: [any Bindable] { [status] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (reservationID: UUID, memberID: UUID) {
        try (row.next(), row.next())
    }
}

/// What is left of an unquiet story, a line a kind and state.
struct ReadStuck: Statement {
    static let sql = """
        SELECT format('%s %s/%s %s: %s', count(*), q.channel, q.kind, q.state,
                      coalesce(max(d.last_error), max(a.detail)))
        FROM outbox.queue AS q
        LEFT JOIN outbox.dead_letter AS d USING (message_id)
        LEFT JOIN outbox.attempt AS a ON a.message_id = q.message_id AND a.event <> 'sent'
        GROUP BY q.channel, q.kind, q.state ORDER BY 1
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
}
