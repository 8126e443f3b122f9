import Foundation
import Glibc
import Postgres
import PrivateCluster
import TestTurns
import Testing

@Suite("Connecting", .inTurn)
struct ConnectTests {
    private func failure(
        _ conninfo: String,
        timeout: Duration = .seconds(10)
    ) async -> PostgresError? {
        await #expect(throws: PostgresError.self) {
            try await Connection.connect(
                ConnectionConfiguration(conninfo: conninfo, connectTimeout: timeout)
            )
        }
    }

    @Test("goes on to the next host when the first is dead")
    func deadHost() async throws {
        let database = try await TestDatabase.create()
        let hosts = "host=/nonexistent,\(database.cluster.directory) port=5432,5432"
        let connection = try await Connection.connect(
            ConnectionConfiguration(
                conninfo: "\(hosts) dbname=\(database.name) user=postgres"
            )
        )
        #expect(try await connection.only(One()) == 1)
    }

    @Test("goes on to the next host when the first keeps silent")
    func silentHost() async throws {
        let database = try await TestDatabase.create()
        let silent = try SilentServer()
        let connection = try await Connection.connect(
            ConnectionConfiguration(
                conninfo: "host=127.0.0.1,\(database.cluster.directory) "
                    + "port=\(silent.port),5432 dbname=\(database.name) user=postgres",
                connectTimeout: .seconds(10)
            )
        )
        #expect(try await connection.only(One()) == 1)
    }

    @Test("to a host that keeps silent ends at the deadline")
    func deadline() async throws {
        let silent = try SilentServer()
        let error = await failure(
            "host=127.0.0.1 port=\(silent.port)",
            timeout: .milliseconds(100)
        )
        #expect(error == .connectFailed("no answer within 0.1 seconds"))
    }

    @Test("ends when the task is cancelled")
    func cancelled() async throws {
        let silent = try SilentServer()
        let task = Task {
            try await Connection.connect(
                ConnectionConfiguration(conninfo: "host=127.0.0.1 port=\(silent.port)")
            )
        }
        silent.waitForClient()
        task.cancel()
        await #expect(throws: PostgresError.cancelled) { try await task.value }
    }

    @Test("with an option that does not exist fails with libpq's reason")
    func invalidOption() async {
        #expect(
            await failure("hots=localhost")
                == .connectFailed(#"invalid connection option "hots""#)
        )
    }

    @Test(
        "with a malformed conninfo fails without showing the password",
        arguments: [
            "host=x password=secret word", "password='secret", "postgresql://me:secret@[::1/db",
            "postgresql://me:secret@host:bad%zz/db", "postgresql://me:secret@host/db?sslmod=x",
        ]
    )
    func passwordHidden(conninfo: String) async {
        guard case .connectFailed(let reason) = await failure(conninfo) else {
            Issue.record("expected connectFailed")
            return
        }
        #expect(!reason.isEmpty)
        #expect(!reason.contains("secret"))
        #expect(!reason.contains("word"))
    }

    @Test("to a database that does not exist fails with the server's reason")
    func noDatabase() async throws {
        let database = try await TestDatabase.create()
        let error = await failure(database.cluster.conninfo(database: "nowhere"))
        #expect(error?.description.contains(#"database "nowhere" does not exist"#) == true)
    }

    @Test("sets encoding, date style, time zone and application name")
    func parameters() async throws {
        let database = try await TestDatabase.create()
        try await database.connect().script(
            "ALTER DATABASE \(database.name) SET TimeZone = 'Asia/Seoul'; "
                + "ALTER DATABASE \(database.name) SET DateStyle = 'SQL, DMY'"
        )
        let connection = try await database.connect()
        #expect(await connection.parameter("TimeZone") == "UTC")
        #expect(await connection.parameter("DateStyle")?.hasPrefix("ISO") == true)
        #expect(await connection.parameter("client_encoding") == "UTF8")
        #expect(await connection.parameter("application_name") == "tests")
        #expect(await connection.serverVersion >= 150_000)
    }
}
