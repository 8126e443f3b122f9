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
    let progress: Progress

    private static let buyerConnections = 4

    /// Rounds of all batches after which a story that is not quiet is a failure.
    private static let roundsMax = 60

    func tell() async throws -> Verdict {
        let connection = try await connect()
        let members = max(10, reservations / 3)
        try await DemoCatalogue(members: members).create(on: connection)
        progress.say("5 countries, 6 games, \(members) members")
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            try await takeReservations(members, client)
            try await runBatches(until: connection)
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
        var connections: [Connection] = []
        for _ in 0..<Self.buyerConnections { connections.append(try await connect()) }
        var reader = SettingsReader(environment: world.environment)
        let vault = try ChannelSetUp.vault(reader.sealKeys())
        let tally = try await Buyers(
            environment: world.environment,
            seed: seed,
            reservations: reservations,
            members: members
        ).run(vault: vault, connections: connections, client: client)
        for connection in connections { await connection.close() }
        progress.say(
            "\(tally.submitted) payments submitted, \(tally.covered) covered by points, "
                + "\(tally.leftUnpaid) left unpaid, \(tally.refused) had the game already"
        )
    }

    /// Runs every batch as its own process, two drains of payments at once, and moves time on,
    /// until nothing is left.
    func runBatches(until connection: Connection) async throws {
        let programs = ProgramRunner(environment: world.environment)
        let quiet = ["--log-level", "warning"]
        for round in 1...Self.roundsMax {
            async let first = programs.must("reservoir-drain", quiet + ["payments"])
            async let second = programs.must("reservoir-drain", quiet + ["payments"])
            _ = try await (first, second)
            _ = try await programs.must("reservoir-drain", quiet + ["points", "mail", "reports"])
            _ = try await programs.must(
                "reservoir-sweep",
                quiet + ["leases", "unknown", "abandoned"]
            )
            let left = try await connection.only(CountOpen())
            progress.say("round \(round): \(left.messages) messages and \(left.unpaid) unpaid left")
            if left.messages == 0, left.unpaid == 0 { return }
            try await connection.execute(
                MoveClock(seconds: left.messages > 0 ? min(60 * round, 900) : 1_860)
            )
        }
        throw DemoError.notQuiet(try await connection.query(ReadStuck()))
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

/// Messages that are not finished and payments that nobody has submitted.
struct CountOpen: Statement {
    static let sql = """
        SELECT (SELECT count(*) FROM outbox.queue),
               (SELECT count(*) FROM preorder.payment WHERE status = 'awaiting_authentication')
        """

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (messages: Int, unpaid: Int) {
        try (row.next(), row.next())
    }
}

/// Moves simulated time on.
struct MoveClock: Statement {
    static let sql =
        "UPDATE outbox.clock SET simulated_at = simulated_at + $1 * interval '1 second'"

    let seconds: Int

    var bindings: [any Bindable] { [seconds] }
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
