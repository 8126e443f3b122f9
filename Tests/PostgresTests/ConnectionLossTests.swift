import Postgres
import PrivateCluster
import TestTurns
import Testing

@Suite("A connection that is lost", .inTurn)
struct ConnectionLossTests {
    private func isLost(_ error: PostgresError?) -> Bool {
        guard case .connectionLost = error else { return false }
        return true
    }

    @Test("during a statement is reported and closed")
    func duringStatement() async throws {
        let database = try await TestDatabase.create()
        let holder = try await database.connect()
        try await holder.execute(HoldLock())
        let connection = try await database.connect()
        let process = await connection.backendProcess
        let waiting = Task { try await connection.execute(TakeLock()) }
        try await holder.untilWaiting(1)
        #expect(try await holder.only(Terminate(process: process)))
        let error = await #expect(throws: PostgresError.self) { try await waiting.value }
        #expect(isLost(error))
        #expect(error?.description.contains("terminating connection") == true)
        #expect(await connection.isClosed)
    }

    @Test("between statements is reported by the next one")
    func betweenStatements() async throws {
        let database = try await TestDatabase.create()
        let connection = try await database.connect()
        let process = await connection.backendProcess
        #expect(try await database.connect().only(Terminate(process: process)))
        let error = await #expect(throws: PostgresError.self) { try await connection.only(One()) }
        #expect(isLost(error))
    }

    @Test("inside a transaction undoes it and is not an unknown commit")
    func insideTransaction() async throws {
        let database = try await TestDatabase.create()
        let holder = try await database.connect()
        try await holder.script(Items.create)
        try await holder.execute(HoldLock())
        let connection = try await database.connect()
        let process = await connection.backendProcess
        let waiting = Task {
            try await connection.transaction { transaction in
                try transaction.execute(Items.Insert(id: 1))
                try transaction.execute(TakeLock())
            }
        }
        try await holder.untilWaiting(1)
        #expect(try await holder.only(Terminate(process: process)))
        let error = await #expect(throws: PostgresError.self) { try await waiting.value }
        #expect(isLost(error))
        #expect(try await holder.query(Items.Identifiers()).isEmpty)
    }

    @Test(
        "during COMMIT leaves it unknown, whether or not it happened",
        arguments: [(CuttingProxy.Cut.beforeCommit, [Int64]()), (.afterCommit, [1])]
    )
    func duringCommit(cut: CuttingProxy.Cut, committed: [Int64]) async throws {
        let database = try await TestDatabase.create()
        let reader = try await database.connect()
        try await reader.script(Items.create)
        let proxy = try CuttingProxy(to: database.cluster, cutting: cut)
        let connection = try await Connection.connect(
            ConnectionConfiguration(
                conninfo: "host=127.0.0.1 port=\(proxy.port) dbname=\(database.name) "
                    + "user=postgres sslmode=disable gssencmode=disable"
            )
        )
        let error = await #expect(throws: PostgresError.self) {
            try await connection.transaction { transaction in
                try transaction.execute(Items.Insert(id: 1))
            }
        }
        guard case .commitUnknown = error else {
            Issue.record("expected commitUnknown, got \(String(describing: error))")
            return
        }
        #expect(await connection.isClosed)
        #expect(try await reader.query(Items.Identifiers()) == committed)
    }
}
