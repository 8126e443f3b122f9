import Glibc
import Postgres
import TestTurns
import Testing

@Suite("A statement that takes too long", .inTurn)
struct InterruptionTests {
    private struct Sleep: Statement {
        static let sql = "SELECT pg_sleep(600)"
    }

    @Test("is stopped at its deadline, and the connection stays usable")
    func deadline() async throws {
        let connection = try await TestDatabase.create().connect()
        await #expect(throws: PostgresError.deadlineExceeded(statement: "Sleep")) {
            try await connection.execute(Sleep(), deadline: .milliseconds(20))
        }
        #expect(try await connection.only(One()) == 1)
    }

    @Test("is stopped at the connection's deadline where it names none")
    func defaultDeadline() async throws {
        let connection = try await TestDatabase.create().connect(deadline: .milliseconds(50))
        await #expect(throws: PostgresError.deadlineExceeded(statement: "Sleep")) {
            try await connection.execute(Sleep())
        }
    }

    @Test("is stopped when the task is cancelled, and the connection stays usable")
    func cancellation() async throws {
        let database = try await TestDatabase.create()
        let holder = try await database.connect()
        try await holder.execute(HoldLock())
        let connection = try await database.connect()
        let waiting = Task { try await connection.execute(TakeLock()) }
        try await holder.untilWaiting(1)
        waiting.cancel()
        await #expect(throws: PostgresError.cancelled) { try await waiting.value }
        #expect(try await connection.only(One()) == 1)
    }

    @Test("is not even sent by a task that is cancelled already")
    func cancelledBefore() async throws {
        let connection = try await TestDatabase.create().connect()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await connection.only(One())
        }
        await #expect(throws: PostgresError.cancelled) { try await task.value }
        #expect(try await connection.only(One()) == 1)
    }

    @Test("inside a transaction is stopped, rolled back and the connection stays usable")
    func insideTransaction() async throws {
        let database = try await TestDatabase.create()
        let holder = try await database.connect()
        try await holder.script(Items.create)
        try await holder.execute(HoldLock())
        let connection = try await database.connect()
        let waiting = Task {
            try await connection.transaction { transaction in
                try transaction.execute(Items.Insert(id: 1))
                try transaction.execute(TakeLock())
            }
        }
        try await holder.untilWaiting(1)
        waiting.cancel()
        await #expect(throws: PostgresError.cancelled) { try await waiting.value }
        #expect(try await connection.query(Items.Identifiers()).isEmpty)
    }

    @Test("is given up with its connection when the server does not even confirm")
    func frozenServer() async throws {
        var configuration = try await TestDatabase.create().configuration()
        configuration.cancelGrace = .milliseconds(50)
        let connection = try await Connection.connect(configuration)
        let process = await connection.backendProcess
        #expect(kill(process, SIGSTOP) == 0)
        defer { kill(process, SIGCONT) }
        await #expect(throws: PostgresError.deadlineExceeded(statement: "One")) {
            try await connection.only(One(), deadline: .milliseconds(20))
        }
        #expect(await connection.isClosed)
        await #expect(throws: PostgresError.closed) { try await connection.only(One()) }
    }

    @Test("on sixteen connections at once starves nobody")
    func sixteen() async throws {
        let database = try await TestDatabase.create()
        let holder = try await database.connect()
        try await holder.execute(HoldLock())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    // However long a busy machine takes to bring sixteen there.
                    try await database.connect()
                        .execute(ShareLock(), deadline: .seconds(600))
                }
            }
            try await holder.untilWaiting(16)
            let busy = try await database.connect()
            for _ in 0..<100 {
                #expect(try await busy.only(One()) == 1)
                #expect(await Task { 1 }.value == 1)
            }
            try await holder.execute(ReleaseLock())
            try await group.waitForAll()
        }
    }
}
