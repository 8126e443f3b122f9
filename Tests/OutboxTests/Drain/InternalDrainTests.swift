import Foundation
import Outbox
import Postgres
import TestTurns
import Testing

@Suite("An internal channel", .inTurn)
struct InternalDrainTests {
    @Test("takes effect once for each message and leaves the queue empty")
    func once() async throws {
        let database = try await OutboxDatabase.make()
        let connection = try await database.connect()
        for _ in 0..<50 { try await connection.greet(UUID(), ["a", "b"]) }
        let counts = try await connection.drainGreetings { $0.batchSize = 7 }
        #expect(counts.applied == 100)
        #expect(try await connection.number("SELECT count(*) FROM greeting") == 100)
        #expect(try await connection.number("SELECT count(*) FROM outbox.queue") == 0)
        #expect(try await connection.number("SELECT count(*) FROM outbox.batch") == 0)
        #expect(try await connection.drainGreetings().claimed == 0)
    }

    @Test("commits once a batch, not once a message")
    func commits() async throws {
        let connection = try await OutboxDatabase.make().connect()
        let key = UUID()
        try await connection.greet(key, Array(repeating: "x", count: 1_000))
        let counts = try await connection.drainGreetings { $0.batchSize = 500 }
        #expect(counts.applied == 1_000)
        #expect(counts.commits <= 4)
    }

    @Test("keeps the order of a key, with ten drains at once", arguments: [2, 10])
    func order(drains: Int) async throws {
        let database = try await OutboxDatabase.make()
        let writer = try await database.connect()
        let keys = (0..<40).map { _ in UUID() }
        for round in 0..<5 {
            for key in keys { try await writer.greet(key, ["\(2 * round)", "\(2 * round + 1)"]) }
        }
        let total = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<drains {
                group.addTask {
                    let connection = try await database.connect()
                    return try await connection.drainGreetings { $0.batchSize = 3 }.applied
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(total == 400)
        let seen = Dictionary(grouping: try await writer.query(ReadGreetings()), by: \.key)
        for key in keys {
            #expect(seen[key]?.map(\.word) == (0..<10).map { "\($0)" })
        }
    }

    @Test("finds a message whose transaction commits after later ones were drained")
    func lateCommit() async throws {
        let database = try await OutboxDatabase.make()
        let (slow, fast) = (try await database.connect(), try await database.connect())
        try await slow.script("BEGIN")
        try await slow.script(
            """
            WITH m AS (
                INSERT INTO outbox.message (channel, kind, key, payload, created_at)
                VALUES ('greetings', 'greet', '00000000-0000-4000-8000-000000000001',
                        '{"word": "late"}', now()) RETURNING *)
            INSERT INTO outbox.queue (channel, lane, message_id, day, kind, key)
            SELECT channel, outbox.lane_of(key), id, day, kind, key FROM m
            """
        )
        // The same lane, another key, a higher id.
        let key = try #require(UUID(uuidString: "00000000-0000-4000-8000-000000000101"))
        try await fast.greet(key, ["early"])
        #expect(try await fast.drainGreetings().applied == 1)
        try await slow.script("COMMIT")
        #expect(try await fast.drainGreetings().applied == 1)
        #expect(try await fast.query(ReadGreetings()).map(\.word) == ["early", "late"])
    }

    @Test("lets a failing message hold up its own key and nothing else")
    func failingRow() async throws {
        let connection = try await OutboxDatabase.make().connect()
        // Time stands still, so that the retry is not due again within the same run.
        try await connection.script("UPDATE outbox.clock SET simulated_at = now()")
        let (bad, good) = (UUID(), UUID())
        try await connection.greet(bad, ["1", "fail", "3"])
        for _ in 0..<20 { try await connection.greet(good, ["fine"]) }
        let counts = try await connection.drainGreetings()
        #expect(counts.applied == 21)
        #expect(counts.retried == 1)
        let states = "SELECT count(*) FROM outbox.queue WHERE state ="
        #expect(try await connection.number("\(states) 'waiting'") == 1)
        #expect(try await connection.number("\(states) 'parked'") == 1)
    }

    @Test("makes a dead letter after the policy's last try, which blocks its key alone")
    func deadLetter() async throws {
        let connection = try await OutboxDatabase.make().connect()
        try await connection.script(
            "INSERT INTO outbox.retry_policy VALUES ('greetings', '*', 2, 600, 600, 1, 1)"
        )
        let key = UUID()
        try await connection.greet(key, ["fail", "after"])
        try await connection.drainGreetings()
        try await connection.script("UPDATE outbox.clock SET simulated_at = now() + '1 day'")
        #expect(try await connection.drainGreetings().dead == 1)
        #expect(try await connection.number("SELECT attempts FROM outbox.dead_letter") == 2)
        #expect(try await connection.number("SELECT count(*) FROM greeting") == 0)
        #expect(try await connection.drainGreetings().claimed == 0)
    }
}
