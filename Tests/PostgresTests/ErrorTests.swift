import Postgres
import Synchronization
import TestTurns
import Testing

@Suite("A server error", .inTurn)
struct ErrorTests {
    @Test("carries SQLSTATE, constraint, table and statement, and DETAIL only when reflected")
    func uniqueViolation() async throws {
        let connection = try await TestDatabase.create().connect()
        try await connection.script(Items.create)
        try await connection.execute(Items.Insert(id: 4711))
        let thrown = await #expect(throws: PostgresError.self) {
            try await connection.execute(Items.Insert(id: 4711))
        }
        let error = try #require(thrown)
        guard case .server(let server) = error else {
            Issue.record("not a server error: \(error)")
            return
        }
        #expect(server.sqlState == .uniqueViolation)
        #expect(server.constraint == "item_pkey")
        #expect(server.table == "item")
        #expect(server.schema == "public")
        #expect(server.statement == "Insert")
        #expect(
            "\(error)" == "23505 duplicate key value violates unique constraint \"item_pkey\" "
                + "(constraint item_pkey) in Insert"
        )
        #expect(!"\(error)".contains("4711"))
        #expect(String(reflecting: error).contains("4711"))
    }

    @Test("is told apart by SQLSTATE")
    func states() async throws {
        let connection = try await TestDatabase.create().connect()
        try await connection.script(Items.create)
        let scripts: [(String, SQLState)] = [
            ("INSERT INTO item VALUES (NULL)", .notNullViolation),
            ("INSERT INTO item VALUES (1, repeat('x', 20))", .checkViolation),
            ("SELECT 1 / 0", .divisionByZero),
            ("SELEKT", .syntaxError),
            ("SELECT * FROM nowhere", .undefinedTable),
            ("SELECT 'x'::bigint", .invalidTextRepresentation),
            ("DO $$ BEGIN RAISE EXCEPTION 'no'; END $$", .raiseException),
        ]
        for (sql, state) in scripts {
            let error = await #expect(throws: PostgresError.self) {
                try await connection.script(sql)
            }
            #expect(error?.sqlState == state, "\(sql)")
        }
        #expect(try await connection.only(One()) == 1)
    }

    @Test("in a script undoes the statements before it")
    func script() async throws {
        let connection = try await TestDatabase.create().connect()
        try await connection.script(Items.create)
        await #expect(throws: PostgresError.self) {
            try await connection.script("INSERT INTO item VALUES (1); SELECT 1 / 0")
        }
        #expect(try await connection.query(Items.Identifiers()).isEmpty)
    }

    @Test("is transient only where running the transaction again may help")
    func transient() {
        #expect(SQLState.serializationFailure.isTransient)
        #expect(SQLState.deadlockDetected.isTransient)
        #expect(SQLState.lockNotAvailable.isTransient)
        #expect(SQLState(rawValue: "53300").isTransient)
        #expect(!SQLState.uniqueViolation.isTransient)
        #expect(!SQLState.queryCanceled.isTransient)
        #expect(!PostgresError.commitUnknown("").isTransient)
    }

    @Test("that is only a notice goes to the notice handler")
    func notice() async throws {
        let messages = Mutex<[String]>([])
        var configuration = try await TestDatabase.create().configuration()
        configuration.onNotice = { notice in
            messages.withLock { $0.append("\(notice.severity) \(notice.message)") }
        }
        let connection = try await Connection.connect(configuration)
        try await connection.script("DO $$ BEGIN RAISE WARNING 'careful'; END $$")
        #expect(messages.withLock { $0 } == ["WARNING careful"])
    }
}
