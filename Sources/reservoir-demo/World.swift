import Batch
import Foundation
import Postgres
import PrivateCluster

/// Everything the demo runs on: a throwaway PostgreSQL with the schema, and the sandbox.
actor World {
    nonisolated let conninfo: String
    nonisolated let environment: [String: String]
    nonisolated let sandboxURL: String
    private let cluster: PrivateCluster?
    private let sandbox: Process

    private init(
        cluster: PrivateCluster?,
        conninfo: String,
        sandbox: Process,
        sandboxURL: String,
        environment: [String: String]
    ) {
        self.cluster = cluster
        self.conninfo = conninfo
        self.sandbox = sandbox
        self.sandboxURL = sandboxURL
        self.environment = environment
    }

    /// Seconds that a dead drain is waited for, unless somebody asks for less.
    static let lease = 20

    /// Starts both and migrates.
    ///
    /// `directory` is where the sandbox keeps the truth, `faults` are further options of the
    /// sandbox, `lease` is the seconds that a dead drain is waited for, and `opensAt` is when time
    /// begins.
    static func start(
        directory: String,
        seed: UInt64,
        declineRate: Double,
        faults: [String] = [],
        lease: Int = World.lease,
        opensAt: String = DemoCatalogue.start
    ) async throws -> World {
        let cluster = try await PrivateCluster.start(settings: ["max_connections": "200"])
        let admin = try await Connection.connect(
            ConnectionConfiguration(conninfo: cluster.conninfo(database: "postgres"))
        )
        try await admin.script("CREATE DATABASE reservoir")
        await admin.close()
        let conninfo = cluster.conninfo(database: "reservoir")
        let programs = ProgramRunner(environment: ["DATABASE_URL": conninfo])
        _ = try await programs.must("reservoir-admin", ["migrate"])
        try await standStill(conninfo, at: opensAt)
        return try open(
            conninfo,
            cluster: cluster,
            truth: directory + "/truth.jsonl",
            seed: seed,
            declineRate: declineRate,
            faults: faults,
            lease: lease
        )
    }

    /// A key to seal with, as `RESERVOIR_SEAL_KEYS` takes it.
    static func sealKey() -> String {
        let bytes = Data((0..<32).map { _ in UInt8.random(in: 0...255) })
        return "demo:" + bytes.base64EncodedString()
    }

    /// Starts the sandbox beside a database that has the schema.
    ///
    /// `cluster` is stopped with the world; `truth` is the file that the sandbox takes up and goes
    /// on writing.
    static func open(
        _ conninfo: String,
        cluster: PrivateCluster? = nil,
        truth: String,
        seed: UInt64,
        declineRate: Double,
        faults: [String] = [],
        lease: Int = World.lease,
        sealKey: String = World.sealKey()
    ) throws -> World {
        let programs = ProgramRunner(environment: ["DATABASE_URL": conninfo])
        let output = Pipe()
        let sandbox = try programs.start(
            "reservoir-sandbox",
            [
                "--seed", "\(seed)", "--decline-rate", "\(declineRate)",
                "--truth", truth, "--clock-database", conninfo,
            ] + faults,
            output: output
        )
        let address = try announcement(output)
        return World(
            cluster: cluster,
            conninfo: conninfo,
            sandbox: sandbox,
            sandboxURL: address.url,
            environment: settings(conninfo, address, lease, sealKey)
        )
    }

    /// Lets time stand still where the story begins, before the sandbox first looks at it.
    static func standStill(
        _ conninfo: String,
        at instant: String = DemoCatalogue.start
    ) async throws {
        let connection = try await Connection.connect(ConnectionConfiguration(conninfo: conninfo))
        try await connection.script(
            "UPDATE outbox.clock SET simulated_at = '\(instant)'"
        )
        await connection.close()
    }

    /// Stops both.
    func stop() async {
        sandbox.terminate()
        sandbox.waitUntilExit()
        await cluster?.stop()
    }

    private struct Announcement: Decodable {
        let url: String
        let smtpPort: Int

        private enum CodingKeys: String, CodingKey {
            case url
            case smtpPort = "smtp_port"
        }
    }

    private static func announcement(_ output: Pipe) throws -> Announcement {
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw DemoError.sandboxSilent }
            line.append(data)
        }
        return try JSONDecoder().decode(Announcement.self, from: line)
    }

    private static func settings(
        _ conninfo: String,
        _ address: Announcement,
        _ lease: Int,
        _ sealKey: String
    ) -> [String: String] {
        let stripe = ["us", "jp", "de", "kw"].map { "stripe-\($0)=v1:sk_test_stripe-\($0)" }
        return [
            "DATABASE_URL": conninfo, "RESERVOIR_SANDBOX_URL": address.url,
            "RESERVOIR_SEAL_KEYS": sealKey, "RESERVOIR_STRIPE_URL": address.url,
            "RESERVOIR_TOSS_URL": address.url,
            "RESERVOIR_STRIPE_SECRETS": stripe.joined(separator: ","),
            "RESERVOIR_TOSS_SECRETS": "toss-kr=v1:test_sk_toss-kr",
            "RESERVOIR_RETURN_URL": address.url + "/return", "RESERVOIR_SMTP_HOST": "127.0.0.1",
            "RESERVOIR_SMTP_PORT": "\(address.smtpPort)", "RESERVOIR_SMTP_SECURITY": "none",
            "RESERVOIR_MAIL_FROM": "reservations@store.example",
            "RESERVOIR_LEASE_SECONDS": "\(lease)",
            "RESERVOIR_CALL_TIMEOUT_SECONDS": "\(max(1, lease / 4))",
        ]
    }
}
