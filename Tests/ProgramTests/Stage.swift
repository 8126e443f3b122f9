import AsyncHTTPClient
import Foundation
import Postgres
import PrivateCluster

@testable import reservoir_demo

/// A world of its own for a test: PostgreSQL, the sandbox, a shop, and buyers who have submitted.
struct Stage {
    let world: World
    let story: Story
    let connection: Connection
    private let client: HTTPClient
    private let directory: String

    /// One stage stands at a time: each runs a dozen processes, whose time-outs must measure the
    /// product and not how many other stages share the machine.
    static let gate = StageGate()

    /// Runs `body` on a stage and removes everything afterwards.
    ///
    /// `lease` is the seconds that a dead drain is waited for; a call may last a quarter of it.
    static func with(
        reservations: Int = 12,
        declineRate: Double = 0.2,
        faults: [String] = [],
        lease: Int = 4,
        _ body: (Stage) async throws -> Void
    ) async throws {
        try await gate.alone {
            try await raise(reservations, declineRate, faults, lease, body)
        }
    }

    private static func raise(
        _ reservations: Int,
        _ declineRate: Double,
        _ faults: [String],
        _ lease: Int,
        _ body: (Stage) async throws -> Void
    ) async throws {
        let directory = NSTemporaryDirectory() + "stage-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true
        )
        let world = try await World.start(
            directory: directory,
            seed: 7,
            declineRate: declineRate,
            faults: faults,
            lease: lease
        )
        let story = Story(
            world: world,
            reservations: reservations,
            seed: 7,
            progress: Progress(isQuiet: true)
        )
        let connection = try await story.connect()
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let stage = Stage(
            world: world,
            story: story,
            connection: connection,
            client: client,
            directory: directory
        )
        do {
            try await DemoCatalogue(members: 20).create(on: connection)
            try await story.takeReservations(20, client)
            try await body(stage)
            try await stage.strike()
        } catch {
            try await stage.strike()
            throw error
        }
    }

    /// Runs every batch until nothing is left and returns the promises that were broken.
    func finish() async throws -> [String] {
        try await story.runBatches(until: connection)
        let verdict = try await Verdict.reach(
            connection,
            truth: try await story.truth(client),
            seed: 7
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

    /// The one number that a query gives.
    func number(_ sql: String) async throws -> Int {
        try await connection.transaction { tx in
            try tx.script("CREATE TEMP TABLE number ON COMMIT DROP AS \(sql)")
            return try tx.only(ReadNumber())
        }
    }

    private func strike() async throws {
        await connection.close()
        try await client.shutdown()
        await world.stop()
        try FileManager.default.removeItem(atPath: directory)
    }
}

/// Lets one at a time through, in the order of arrival.
actor StageGate {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    nonisolated(nonsending) func alone(_ body: () async throws -> Void) async throws {
        await enter()
        do {
            try await body()
            await leave()
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async {
        guard isTaken else {
            isTaken = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func leave() {
        guard waiting.isEmpty else { return waiting.removeFirst().resume() }
        isTaken = false
    }
}

struct ReadNumber: Statement {
    static let sql = "SELECT * FROM number"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}
