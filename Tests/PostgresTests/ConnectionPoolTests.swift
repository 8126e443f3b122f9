import Postgres
import TestTurns
import Testing

@Suite("A connection pool", .inTurn)
struct ConnectionPoolTests {
    private struct Backends: Statement {
        static let sql = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'tests'
            """
        func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
    }

    private func pool(size: Int, waitersMax: Int) async throws -> ConnectionPool {
        ConnectionPool(
            configuration: try await TestDatabase.create().configuration(),
            size: size,
            waitersMax: waitersMax
        )
    }

    private func untilWaiting(_ count: Int, in pool: ConnectionPool) async {
        while await pool.waitersCount != count { await Task.yield() }
    }

    @Test("lends at most its size and serves everybody in the end")
    func bounded() async throws {
        let pool = try await pool(size: 3, waitersMax: 100)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<30 {
                group.addTask { try await pool.withConnection { try await $0.only(Backends()) } }
            }
            var served = 0
            for try await backends in group {
                #expect(backends <= 3)
                served += 1
            }
            #expect(served == 30)
        }
        await pool.close()
    }

    @Test("turns a caller away at once when as many wait as may")
    func saturated() async throws {
        let pool = try await pool(size: 1, waitersMax: 1)
        let gate = Gate()
        let borrowed = Gate()
        let holder = Task {
            try await pool.withConnection { _ in
                borrowed.open()
                await gate.passed()
            }
        }
        await borrowed.passed()
        let waiter = Task { try await pool.withConnection { try await $0.only(One()) } }
        await untilWaiting(1, in: pool)
        await #expect(throws: PostgresError.poolSaturated) {
            try await pool.withConnection { try await $0.only(One()) }
        }
        gate.open()
        try await holder.value
        #expect(try await waiter.value == 1)
        #expect(try await pool.withConnection { try await $0.only(One()) } == 1)
    }

    @Test("lets a cancelled waiter go and keeps its place for the next")
    func cancelledWaiter() async throws {
        let pool = try await pool(size: 1, waitersMax: 1)
        let gate = Gate()
        let borrowed = Gate()
        let holder = Task {
            try await pool.withConnection { _ in
                borrowed.open()
                await gate.passed()
            }
        }
        await borrowed.passed()
        let waiter = Task { try await pool.withConnection { try await $0.only(One()) } }
        await untilWaiting(1, in: pool)
        waiter.cancel()
        await #expect(throws: PostgresError.cancelled) { try await waiter.value }
        #expect(await pool.waitersCount == 0)
        gate.open()
        try await holder.value
        #expect(try await pool.withConnection { try await $0.only(One()) } == 1)
    }

    @Test("lends the same connection again, and a new one after it was lost")
    func reuse() async throws {
        let database = try await TestDatabase.create()
        let pool = ConnectionPool(
            configuration: database.configuration(),
            size: 1,
            waitersMax: 0
        )
        let first = try await pool.withConnection { await $0.backendProcess }
        #expect(try await pool.withConnection { await $0.backendProcess } == first)
        #expect(try await database.connect().only(Terminate(process: first)))
        let second = try await pool.withConnection { connection in
            _ = try await connection.only(One())
            return await connection.backendProcess
        }
        #expect(second != first)
    }

    @Test("does not lend a connection that was left inside a transaction")
    func openTransaction() async throws {
        let pool = try await pool(size: 1, waitersMax: 0)
        let first = try await pool.withConnection { connection in
            try await connection.script("BEGIN")
            return await connection.backendProcess
        }
        #expect(try await pool.withConnection { await $0.backendProcess } != first)
    }

    @Test("gives the turn back when connecting fails")
    func connectFails() async throws {
        let configuration = ConnectionConfiguration(conninfo: "host=/nonexistent")
        let pool = ConnectionPool(configuration: configuration, size: 1, waitersMax: 0)
        for _ in 0..<2 {
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withConnection { _ in }
            }
            #expect(error != .poolSaturated)
        }
    }

    @Test("refuses everybody once closed")
    func closed() async throws {
        let pool = try await pool(size: 1, waitersMax: 1)
        await pool.close()
        await #expect(throws: PostgresError.closed) { try await pool.withConnection { _ in } }
    }
}
