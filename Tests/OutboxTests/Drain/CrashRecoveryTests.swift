import Foundation
import Outbox
import Postgres
import TestTurns
import Testing

@Suite("A batch that never finished", .inTurn)
struct CrashRecoveryTests {
    /// Leaves what a drain leaves that dies after committing its marker.
    private func crash(_ ids: [Int64], on connection: Connection) async throws {
        let list = ids.map(String.init).joined(separator: ",")
        try await connection.script(
            """
            INSERT INTO outbox.batch (channel, lane, token, message_ids)
            SELECT channel, lane, 1, array_agg(message_id ORDER BY message_id) FROM outbox.queue
            WHERE message_id IN (\(list)) GROUP BY channel, lane;
            UPDATE outbox.lane SET token = token + 1, position = (SELECT max(id) FROM outbox.message)
            """
        )
    }

    @Test("is run again in halves, in order")
    func halves() async throws {
        let connection = try await OutboxDatabase.make().connect()
        let words = (0..<9).map { "\($0)" }
        try await crash(try await connection.greet(UUID(), words), on: connection)
        let counts = try await connection.drainGreetings()
        #expect(counts.applied == 9)
        #expect(try await connection.query(ReadGreetings()).map(\.word) == words)
        #expect(try await connection.number("SELECT count(*) FROM outbox.batch") == 0)
        #expect(try await connection.number("SELECT count(*) FROM outbox.queue") == 0)
    }

    @Test("sets a message aside only when it has crashed alone three times")
    func poison() async throws {
        let connection = try await OutboxDatabase.make().connect()
        let ids = try await connection.greet(UUID(), ["bad"])
        try await crash(ids, on: connection)
        try await connection.script("UPDATE outbox.queue SET crashes = 1")
        #expect(try await connection.drainGreetings().applied == 1)
        let second = try await connection.greet(UUID(), ["worse"])
        try await crash(second, on: connection)
        try await connection.script("UPDATE outbox.queue SET crashes = 2")
        #expect(try await connection.drainGreetings().applied == 0)
        #expect(try await connection.number("SELECT count(*) FROM outbox.dead_letter") == 1)
    }

    @Test("is waited for while the dead drain's lease runs, and then taken up")
    func lease() async throws {
        let connection = try await OutboxDatabase.make().connect()
        try await connection.greet(UUID(), ["kept"])
        try await connection.script(
            """
            UPDATE outbox.lane SET token = 7, run_id = gen_random_uuid(),
                expires_at = clock_timestamp() + interval '600 milliseconds'
            WHERE channel = 'greetings'
            """
        )
        #expect(try await connection.drainGreetings().applied == 1)
    }
}
