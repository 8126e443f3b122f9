import AsyncHTTPClient
import Foundation
import NIOCore
import Postgres
import PrivateCluster
import Testing

@testable import reservoir_demo

/// A migrated database, the sandbox for its mail, and the sweep that tells alerts, as its own role.
struct Watchtower {
    let connection: Connection
    let folder: String
    private let world: World
    private let place: StageGround.Place

    /// The database as the role that tells alerts.
    private let conninfo: String

    /// Runs `body` and removes everything afterwards.
    static func with(
        faults: [String] = [],
        _ body: (Watchtower) async throws -> Void
    ) async throws {
        try await Stage.gate.alone { try await raise(faults, body) }
    }

    private static func raise(
        _ faults: [String],
        _ body: (Watchtower) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "watchtower-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let ground = try await StageGround.shared.value
        let place = try await ground.copy(ground.bare)
        let world = try World.open(
            ground.cluster.conninfo(database: place.database),
            truth: place.truth,
            seed: Scene.seed,
            declineRate: 0,
            faults: faults,
            lease: 4
        )
        let connection = try await Connection.connect(
            ConnectionConfiguration(conninfo: world.conninfo)
        )
        let conninfo = world.conninfo.replacing("user='postgres'", with: "user='reservoir_sweep'")
        try #require(conninfo != world.conninfo)
        let tower = Watchtower(
            connection: connection,
            folder: folder,
            world: world,
            place: place,
            conninfo: conninfo
        )
        do {
            try await body(tower)
            try await tower.strike()
        } catch {
            try await tower.strike()
            throw error
        }
    }

    static let addressee = "ops@store.example"

    /// The programs' environment; of the ways to tell only those of `ways`.
    func environment(_ ways: [String: String]) -> [String: String] {
        world.environment
            .merging(["RESERVOIR_ALERTS_DATABASE_URL": conninfo]) { $1 }
            .merging(ways) { $1 }
    }

    /// Runs `reservoir-sweep alerts`.
    func sweep(_ ways: [String: String]) async throws -> ProgramRunner.Result {
        try await programs(ways).run("reservoir-sweep", ["alerts", "--log-level", "critical"])
    }

    func programs(_ ways: [String: String]) -> ProgramRunner {
        ProgramRunner(environment: environment(ways))
    }

    /// An executable script in the folder; returns its path.
    func script(_ text: String) throws -> String {
        let path = folder + "/script-\(UUID().uuidString)"
        try "#!/bin/sh\n\(text)\n".write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    func text(_ file: String) throws -> String {
        try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
    }

    /// Opens a breaker, or opens it anew.
    func openBreaker() async throws {
        try await connection.script(
            """
            INSERT INTO outbox.breaker (destination, state, failures, opened_at, probe_at)
            VALUES ('toss-kr', 'open', 5, now(), now())
            ON CONFLICT (destination) DO UPDATE
            SET state = 'open', opened_at = now(), probe_at = now()
            """
        )
    }

    func closeBreaker() async throws {
        try await connection.script(
            "UPDATE outbox.breaker SET state = 'closed', opened_at = NULL, probe_at = NULL"
        )
    }

    /// The one number that a query gives.
    func number(_ sql: String) async throws -> Int {
        try await connection.transaction { tx in
            try tx.script("CREATE TEMP TABLE number ON COMMIT DROP AS \(sql)")
            return try tx.only(ReadNumber())
        }
    }

    /// `addressee: subject` of the mails that arrived, in order.
    func mails() async throws -> [String] {
        let client = HTTPClient.shared
        let response = try await client.execute(
            HTTPClientRequest(url: world.sandboxURL + "/_truth"),
            timeout: .seconds(30)
        )
        let body = try await response.body.collect(upTo: 1 << 24)
        return try JSONDecoder().decode(Truth.self, from: Data(body.readableBytesView)).mails
            .map { "\($0.to): \($0.subject)" }
    }

    private struct Truth: Decodable {
        struct Mail: Decodable {
            let to: String
            let subject: String
        }

        let mails: [Mail]
    }

    private func strike() async throws {
        await connection.close()
        await world.stop()
        try await StageGround.shared.value.clear(place)
        try FileManager.default.removeItem(atPath: folder)
    }
}
