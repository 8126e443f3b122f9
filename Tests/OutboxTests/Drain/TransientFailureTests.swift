import Foundation
import Outbox
import Postgres
import Synchronization
import TestTurns
import Testing

/// Greets, but the first transactions fail as a deadlock or a serialization failure does.
private final class Unlucky: InternalHandler {
    private let failures: Mutex<Int>
    private let sqlState: String

    init(failures: Int, sqlState: String) {
        self.failures = Mutex(failures)
        self.sqlState = sqlState
    }

    func apply(
        _ messages: [QueuedMessage],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws {
        try Greetings().apply(messages, at: now, in: tx)
        let fails = failures.withLock { left in
            left -= 1
            return left >= 0
        }
        guard fails else { return }
        try tx.script("DO $$ BEGIN RAISE EXCEPTION 'unlucky' USING ERRCODE = '\(sqlState)'; END $$")
    }
}

@Suite("A transaction that only others made fail", .inTurn)
struct TransientFailureTests {
    private func drain(_ handler: Unlucky, on connection: Connection) async throws -> RunCounts {
        var options = DrainOptions(channel: "greetings", runID: UUID())
        options.lease = .seconds(20)
        return try await Drain(options).run(handler, on: connection)
    }

    @Test(
        "is run again and takes effect once, whether a deadlock or a serialization failure",
        arguments: ["40P01", "40001"]
    )
    func runAgain(sqlState: String) async throws {
        let connection = try await OutboxDatabase.make().connect()
        let key = UUID()
        try await connection.greet(key, ["1", "2", "3"])
        let handler = Unlucky(failures: 4, sqlState: sqlState)
        let counts = try await drain(handler, on: connection)
        #expect(counts.applied == 3)
        #expect(counts.retried == 0)
        #expect(try await connection.query(ReadGreetings()).map(\.word) == ["1", "2", "3"])
    }

    @Test("ten times in a row ends the run, which loses nothing and spends no try")
    func givesUp() async throws {
        let database = try await OutboxDatabase.make()
        let connection = try await database.connect()
        try await connection.greet(UUID(), ["1", "2"])
        let error = await #expect(throws: PostgresError.self) {
            try await drain(Unlucky(failures: 100, sqlState: "40001"), on: connection)
        }
        #expect(error?.sqlState == .serializationFailure)
        #expect(try await connection.number("SELECT sum(attempts) FROM outbox.queue") == 0)
        try await connection.script(
            "UPDATE outbox.lane SET expires_at = now() WHERE run_id IS NOT NULL"
        )
        let next = try await database.connect()
        #expect(try await next.drainGreetings().applied == 2)
        #expect(try await connection.number("SELECT count(*) FROM outbox.queue") == 0)
    }
}
