import Glibc
import Postgres
import TestTurns
import Testing

@Suite("A transaction", .inTurn)
struct TransactionTests {
    private struct Refusal: Error, Equatable {}

    private struct Divide: Statement {
        static let sql = "SELECT 1 / 0"
    }

    private func connection() async throws -> Connection {
        let connection = try await TestDatabase.create().connect()
        try await connection.script(Items.create)
        return connection
    }

    @Test("commits and returns what its body returned")
    func commits() async throws {
        let connection = try await connection()
        let identifiers = try await connection.transaction { transaction in
            try transaction.execute(Items.Insert(id: 1))
            return try transaction.query(Items.Identifiers())
        }
        #expect(identifiers == [1])
        #expect(try await connection.query(Items.Identifiers()) == [1])
    }

    @Test("is rolled back by its body's error, which is thrown on")
    func bodyError() async throws {
        let connection = try await connection()
        await #expect(throws: Refusal()) {
            try await connection.transaction { transaction in
                try transaction.execute(Items.Insert(id: 1))
                throw Refusal()
            }
        }
        #expect(try await connection.query(Items.Identifiers()).isEmpty)
    }

    @Test("whose body hides a server error is rolled back and says so")
    func hiddenError() async throws {
        let connection = try await connection()
        await #expect(throws: PostgresError.rolledBack) {
            try await connection.transaction { transaction in
                try transaction.execute(Items.Insert(id: 1))
                do throws(PostgresError) {
                    try transaction.execute(Divide())
                } catch {
                    #expect(error.sqlState == .divisionByZero)
                }
            }
        }
        #expect(try await connection.query(Items.Identifiers()).isEmpty)
    }

    @Test("refused at COMMIT throws the server's error, not an unknown commit")
    func deferredConstraint() async throws {
        let connection = try await connection()
        try await connection.script(
            "CREATE TABLE child (id bigint REFERENCES item DEFERRABLE INITIALLY DEFERRED)"
        )
        let error = await #expect(throws: PostgresError.self) {
            try await connection.transaction { transaction in
                try transaction.script("INSERT INTO child VALUES (7)")
            }
        }
        #expect(error?.sqlState == .foreignKeyViolation)
        #expect(try await connection.only(One()) == 1)
    }

    @Test("keeps what a failed savepoint did not do, and the nested ones apart")
    func savepoints() async throws {
        let connection = try await connection()
        try await connection.transaction { transaction in
            try transaction.execute(Items.Insert(id: 1))
            #expect(throws: Refusal()) {
                try transaction.savepoint { transaction in
                    try transaction.execute(Items.Insert(id: 2))
                    throw Refusal()
                }
            }
            try transaction.savepoint { transaction in
                try transaction.execute(Items.Insert(id: 3))
                #expect(throws: PostgresError.self) {
                    try transaction.savepoint { transaction in
                        try transaction.execute(Items.Insert(id: 3))
                    }
                }
                try transaction.execute(Items.Insert(id: 4))
            }
        }
        #expect(try await connection.query(Items.Identifiers()) == [1, 3, 4])
    }

    @Test("whose ROLLBACK fails closes the connection and still throws its body's error")
    func failedRollback() async throws {
        let connection = try await connection()
        let process = await connection.backendProcess
        await #expect(throws: Refusal()) {
            try await connection.transaction { transaction in
                try transaction.execute(Items.Insert(id: 1))
                #expect(kill(process, SIGTERM) == 0)
                throw Refusal()
            }
        }
        #expect(await connection.isClosed)
    }

    @Test("that a script ended itself is an error, not a commit")
    func endedInside() async throws {
        let connection = try await connection()
        let error = await #expect(throws: PostgresError.self) {
            try await connection.transaction { transaction in
                try transaction.script("COMMIT")
                try transaction.execute(Items.Insert(id: 1))
            }
        }
        guard case .unexpectedResult = error else {
            Issue.record("expected unexpectedResult, got \(String(describing: error))")
            return
        }
        #expect(try await connection.query(Items.Identifiers()).isEmpty)
    }

    @Test("has the isolation and the access that were asked for")
    func options() async throws {
        struct Isolation: Statement {
            static let sql = "SELECT current_setting('transaction_isolation')"
            func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
        }
        let connection = try await connection()
        let isolation = try await connection.transaction(.serializable) { transaction in
            try transaction.only(Isolation())
        }
        #expect(isolation == "serializable")
        let error = await #expect(throws: PostgresError.self) {
            try await connection.transaction(.snapshot) { transaction in
                try transaction.execute(Items.Insert(id: 1))
            }
        }
        #expect(error?.sqlState == .readOnlyTransaction)
    }

    @Test("never interleaves with another one on the same connection")
    func apart() async throws {
        let connection = try await connection()
        try await withThrowingTaskGroup(of: [Int64].self) { group in
            for id in Int64(0)..<20 {
                group.addTask {
                    try await connection.transaction { transaction in
                        try transaction.execute(Items.Insert(id: id))
                        let seen = try transaction.query(Items.Identifiers())
                        try transaction.script("DELETE FROM item")
                        return seen
                    }
                }
            }
            for try await seen in group { #expect(seen.count == 1) }
        }
    }
}
