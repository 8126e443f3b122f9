import Postgres
import TestTurns
import Testing

@Suite("Behind PgBouncer in transaction mode", .inTurn)
struct PgBouncerTests {
    private struct Backend: Statement {
        static let sql = "SELECT pg_backend_pid() + 0 * $1::integer"
        let number: Int32
        var bindings: [any Bindable] { [number] }
        func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int32 { try row.next() }
    }

    private struct Settings: Statement {
        static let sql = """
            SELECT current_setting('TimeZone'), current_setting('DateStyle'),
                current_setting('client_encoding'), current_setting('application_name')
            """
        func decode(_ row: inout RowDecoder) throws(PostgresError) -> [String] {
            [try row.next(), try row.next(), try row.next(), try row.next()]
        }
    }

    private struct Sleep: Statement {
        static let sql = "SELECT pg_sleep(600)"
    }

    private func withBouncer(
        serverConnections: Int = 2,
        _ body: (TestDatabase, PgBouncer) async throws -> Void
    ) async throws {
        let database = try await TestDatabase.create()
        let bouncer = try await PgBouncer.start(database, serverConnections: serverConnections)
        do {
            try await body(database, bouncer)
        } catch {
            try bouncer.stop()
            throw error
        }
        try bouncer.stop()
    }

    @Test("twenty connections take turns with two of the server's, transactions and all")
    func sharing() async throws {
        try await withBouncer { database, bouncer in
            try await database.connect().script(Items.create)
            let backends = try await withThrowingTaskGroup(of: Set<Int32>.self) { group in
                for client in Int64(0)..<20 {
                    group.addTask {
                        let connection = try await bouncer.connect()
                        var backends: Set<Int32> = []
                        for turn in Int64(0)..<10 {
                            let pair = try await connection.transaction { transaction in
                                try transaction.execute(Items.Insert(id: client * 10 + turn))
                                return [
                                    try transaction.only(Backend(number: 1)),
                                    try transaction.only(Backend(number: 2)),
                                ]
                            }
                            #expect(pair[0] == pair[1])
                            backends.insert(pair[0])
                            backends.insert(try await connection.only(Backend(number: 3)))
                        }
                        return backends
                    }
                }
                return try await group.reduce(into: Set()) { $0.formUnion($1) }
            }
            #expect(backends.count == 2)
            let identifiers = try await database.connect().query(Items.Identifiers())
            #expect(identifiers == Array(0..<200))
        }
    }

    @Test("start-up parameters reach whichever server connection is lent")
    func parameters() async throws {
        try await withBouncer(serverConnections: 1) { database, bouncer in
            try await database.connect().script(
                "ALTER DATABASE \(database.name) SET TimeZone = 'Asia/Seoul'"
            )
            let ours = try await bouncer.connect()
            let other = try await Connection.connect(
                ConnectionConfiguration(conninfo: bouncer.conninfo, applicationName: "other")
            )
            for _ in 0..<2 {
                #expect(
                    try await ours.only(Settings()) == ["UTC", "ISO, MDY", "UTF8", "tests"]
                )
                #expect(
                    try await other.only(Settings()) == ["UTC", "ISO, MDY", "UTF8", "other"]
                )
            }
        }
    }

    @Test("a deadline stops the statement and the connection stays usable")
    func deadline() async throws {
        try await withBouncer(serverConnections: 1) { _, bouncer in
            let connection = try await bouncer.connect()
            await #expect(throws: PostgresError.deadlineExceeded(statement: "Sleep")) {
                try await connection.execute(Sleep(), deadline: .milliseconds(50))
            }
            #expect(try await connection.only(One()) == 1)
            #expect(try await bouncer.connect().only(One()) == 1)
        }
    }

    @Test("a transaction that fails leaves nothing behind for the next client")
    func failure() async throws {
        try await withBouncer(serverConnections: 1) { _, bouncer in
            let connection = try await bouncer.connect()
            let error = await #expect(throws: PostgresError.self) {
                try await connection.transaction { transaction in
                    try transaction.script("SET LOCAL statement_timeout = '7s'; SELECT 1 / 0")
                }
            }
            #expect(error?.sqlState == .divisionByZero)
            struct Timeout: Statement {
                static let sql = "SELECT current_setting('statement_timeout')"
                func decode(_ row: inout RowDecoder) throws(PostgresError) -> String {
                    try row.next()
                }
            }
            #expect(try await bouncer.connect().only(Timeout()) == "0")
        }
    }
}
