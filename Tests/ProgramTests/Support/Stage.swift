import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Postgres
import PrivateCluster

@testable import reservoir_demo

/// A world of its own for a test: a database and a sandbox, both copies of a scene.
struct Stage {
    let world: World
    let story: Story
    let connection: Connection
    let cluster: PrivateCluster
    private let client: HTTPClient
    private let place: StageGround.Place

    /// One stage stands at a time: each runs a dozen processes, whose time-outs must measure the
    /// product and not how many other stages share the machine.
    static let gate = StageGate()

    /// Why a stage's test cannot go on.
    enum Failure: Error {
        /// The program ended without having come to the point; its output.
        case notReached(String, output: String)
    }

    /// Runs `body` on a stage of buyers who have submitted, and removes everything afterwards.
    ///
    /// `lease` is the seconds that a dead drain is waited for; a call may last a quarter of it.
    static func with(
        reservations: Int = 12,
        declineRate: Double = 0.2,
        faults: [String] = [],
        lease: Int = 4,
        _ body: (Stage) async throws -> Void
    ) async throws {
        let conditions = Conditions(declineRate: declineRate, faults: faults, lease: lease)
        try await with(.submitted(reservations), conditions, body)
    }

    /// Runs `body` on a stage that begins with a scene, and removes everything afterwards.
    static func with(
        _ scene: Scene,
        _ conditions: Conditions = Conditions(),
        _ body: (Stage) async throws -> Void
    ) async throws {
        try await gate.alone {
            let ground = try await StageGround.shared.value
            let place = try await ground.place(for: scene)
            let stage = try await raise(on: ground.copy(place), ground, conditions)
            do {
                try await body(stage)
            } catch {
                try await stage.strike()
                throw error
            }
            try await stage.strike()
        }
    }

    /// Sets a stage up on a place that nobody else uses.
    static func raise(
        on place: StageGround.Place,
        _ ground: StageGround,
        _ conditions: Conditions
    ) async throws -> Stage {
        let world = try World.open(
            ground.cluster.conninfo(database: place.database),
            truth: place.truth,
            seed: Scene.seed,
            declineRate: conditions.declineRate,
            faults: conditions.faults,
            lease: conditions.lease,
            sealKey: ground.sealKey
        )
        let story = Story(
            world: world,
            reservations: 0,
            seed: Scene.seed,
            progress: Progress(isQuiet: true)
        )
        return Stage(
            world: world,
            story: story,
            connection: try await story.connect(),
            cluster: ground.cluster,
            client: HTTPClient(eventLoopGroupProvider: .singleton),
            place: place
        )
    }

    /// So many reservations of the members, submitted but for one in fifty; one in `givesOneIn` is
    /// a gift to the next member, 0 for none.
    func takeReservations(_ count: Int, givesOneIn: Int = 0) async throws {
        let buyers = Story(
            world: world,
            reservations: count,
            seed: Scene.seed,
            givesOneIn: givesOneIn,
            progress: Progress(isQuiet: true)
        )
        try await buyers.takeReservations(Scene.members, client)
    }

    /// Runs every batch until nothing is left and returns the promises that were broken.
    func finish() async throws -> [String] {
        try await story.runBatches(until: connection)
        let verdict = try await Verdict.reach(
            connection,
            truth: try await story.truth(client),
            seed: Scene.seed
        )
        return verdict.promises.filter { $0.broken > 0 }.map { "\($0.promise): \($0.broken)" }
    }

    /// Runs a program with further environment.
    func run(
        _ program: String,
        _ arguments: [String],
        _ environment: [String: String] = [:]
    ) async throws -> ProgramRunner.Result {
        try await ProgramRunner(
            environment: world.environment.merging(environment) { $1 }
        ).run(program, ["--log-level", "error"] + arguments)
    }

    /// Runs a program that must die at a crash point; its leases are not waited for.
    func crash(
        _ program: String,
        _ arguments: [String],
        at point: String,
        _ environment: [String: String] = [:]
    ) async throws {
        let result = try await run(
            program,
            arguments,
            environment.merging(["RESERVOIR_CRASH_AT": point]) { $1 }
        )
        guard result.isKilled, result.status == SIGKILL else {
            throw Failure.notReached(point, output: result.output)
        }
        try await expireLeases()
    }

    /// Lets the leases of drains that are known to be dead run out at once.
    func expireLeases() async throws {
        try await connection.script(
            """
            UPDATE outbox.lane SET expires_at = clock_timestamp() WHERE expires_at IS NOT NULL;
            UPDATE outbox.drain SET expires_at = clock_timestamp()
            """
        )
    }

    /// Changes the sandbox's faults.
    func misbehave(_ faults: String) async throws {
        var call = HTTPClientRequest(url: world.sandboxURL + "/_faults")
        call.method = .POST
        call.body = .bytes(ByteBuffer(string: faults))
        let response = try await client.execute(call, timeout: .seconds(30))
        guard response.status == .ok else { throw DemoError.refused("faults: \(faults)") }
    }

    /// What the sandbox says at a path.
    func ask(_ path: String) async throws -> String {
        let call = HTTPClientRequest(url: world.sandboxURL + path)
        let response = try await client.execute(call, timeout: .seconds(30))
        return String(buffer: try await response.body.collect(upTo: 1 << 24))
    }

    /// The same stage with a new connection, after the server was restarted.
    func reconnected() async throws -> Stage {
        await connection.close()
        return Stage(
            world: world,
            story: story,
            connection: try await story.connect(),
            cluster: cluster,
            client: client,
            place: place
        )
    }

    /// The one number that a query gives.
    func number(_ sql: String) async throws -> Int {
        try await connection.transaction { tx in
            try tx.script("CREATE TEMP TABLE number ON COMMIT DROP AS \(sql)")
            return try tx.only(ReadNumber())
        }
    }

    /// Stops what runs on the place and leaves the place as it is.
    func leave() async throws {
        await connection.close()
        try await client.shutdown()
        await world.stop()
    }

    private func strike() async throws {
        try await leave()
        try await StageGround.shared.value.clear(place)
    }
}

/// How a stage's sandbox and drains behave.
struct Conditions: Sendable {
    var declineRate = 0.2

    /// Further options of the sandbox.
    var faults: [String] = []

    /// The seconds that a dead drain is waited for.
    var lease = 40
}

struct ReadNumber: Statement {
    static let sql = "SELECT * FROM number"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}
