import Foundation
import Outbox
import Postgres
import PrivateCluster

/// A database of its own for a test, with the engine's migrations alone, one ordered internal channel
/// `greetings` and one ordered external channel `letters`.
struct OutboxDatabase: Sendable {
    let conninfo: String

    private static let cluster = Task {
        let cluster = try await PrivateCluster.start(settings: ["max_connections": "300"])
        let admin = try await connect(cluster.conninfo(database: "postgres"))
        try await admin.script("CREATE DATABASE engine")
        await admin.close()
        let engine = try await connect(cluster.conninfo(database: "engine"))
        var url = URL(fileURLWithPath: #filePath)
        for _ in ["file", "Support", "OutboxTests", "Tests"] { url.deleteLastPathComponent() }
        let directory = url.appendingPathComponent("sql/migrations").path
        for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
        where name.contains("_outbox") {
            try await engine.script(
                try String(contentsOfFile: directory + "/" + name, encoding: .utf8)
            )
        }
        try await engine.script(
            """
            SELECT outbox.create_channel('greetings', true), outbox.create_channel('letters', true);
            CREATE TABLE greeting (
                message_id bigint PRIMARY KEY, key uuid NOT NULL,
                place bigint GENERATED ALWAYS AS IDENTITY, word text NOT NULL
            );
            """
        )
        await engine.close()
        return cluster
    }

    static func make() async throws -> OutboxDatabase {
        let cluster = try await cluster.value
        let name = "t" + UUID().uuidString.lowercased().filter { $0 != "-" }
        let admin = try await connect(cluster.conninfo(database: "postgres"))
        try await admin.script("CREATE DATABASE \(name) TEMPLATE engine")
        await admin.close()
        return OutboxDatabase(conninfo: cluster.conninfo(database: name))
    }

    func connect() async throws -> Connection { try await Self.connect(conninfo) }

    static func connect(_ conninfo: String) async throws -> Connection {
        try await Connection.connect(ConnectionConfiguration(conninfo: conninfo))
    }
}

extension Connection {
    /// The one number that a query gives.
    func number(_ sql: String) async throws -> Int {
        try await transaction { tx in
            try tx.script("CREATE TEMP TABLE number ON COMMIT DROP AS \(sql)")
            return try tx.only(ReadNumber())
        }
    }
}

struct ReadNumber: Statement {
    static let sql = "SELECT * FROM number"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}
