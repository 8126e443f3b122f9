import Foundation
import Outbox
import Postgres
import TestTurns
import Testing

@Suite("A pause", .inTurn)
struct PauseTests {
    private func now(_ connection: Connection) async throws -> Timestamp {
        try await connection.transaction { tx in try tx.only(Now()) }
    }

    private struct Now: Statement {
        static let sql = "SELECT outbox.now()"

        func decode(_ row: inout RowDecoder) throws(PostgresError) -> Timestamp { try row.next() }
    }

    @Test("of a channel lets its drains claim nothing until it is resumed")
    func channel() async throws {
        let connection = try await OutboxDatabase.make().connect()
        try await connection.greet(UUID(), ["hello"])
        let at = try await now(connection)
        #expect(
            try await connection.transaction { tx in
                try tx.pause(.channel, "greetings", by: "Kim", reason: "moving", at: at)
            }
        )
        #expect(try await connection.drainGreetings().claimed == 0)
        #expect(
            try await connection.transaction { tx in
                try tx.resume(.channel, "greetings", at: at)
            }
        )
        #expect(try await connection.drainGreetings().applied == 1)
    }

    @Test("of a destination sends nothing new, but asks what may have happened; resuming wakes it")
    func destination() async throws {
        let connection = try await OutboxDatabase.make().connect()
        try await connection.script("UPDATE outbox.clock SET simulated_at = now()")
        try await connection.greet(UUID(), ["open"], channel: "letters")
        try await connection.drainLetters(Letters { _, _ in .unknown(detail: "no answer") })
        try await connection.greet(UUID(), ["new"], channel: "letters")
        let at = try await now(connection)
        _ = try await connection.transaction { tx in
            try tx.pause(.account, "post", by: "Kim", reason: "strike", at: at)
        }
        try await connection.script(
            "UPDATE outbox.clock SET simulated_at = simulated_at + interval '60 s'"
        )
        let letters = Letters { _, _ in .finished(.applied, detail: "ok") }
        let counts = try await connection.drainLetters(letters)
        #expect(letters.calls == [.ask("{\"word\": \"open\"}")])
        #expect(counts.paused == 1)
        #expect(counts.holds == [.pause("post is paused: strike")])
        _ = try await connection.transaction { tx in try tx.resume(.account, "post", at: at) }
        #expect(try await connection.drainLetters(letters).applied == 1)
        #expect(letters.calls.last == .send("{\"word\": \"new\"}"))
    }

    @Test("is set by a program when the destination refuses our credential, and no try is spent")
    func refused() async throws {
        let connection = try await OutboxDatabase.make().connect()
        try await connection.script("UPDATE outbox.clock SET simulated_at = now()")
        for _ in 0..<20 { try await connection.greet(UUID(), ["x"], channel: "letters") }
        let letters = Letters(
            reach: { _ in .refusesUs(reason: "HTTP 401") },
            { _, _ in .unreachable(detail: "HTTP 401", after: nil) }
        )
        let counts = try await connection.drainLetters(letters) { $0.concurrency = 2 }
        #expect(counts.paused == 20 - letters.calls.count)
        #expect(letters.calls.count <= 4)
        let pauses = try await connection.query(ReadPauses())
        #expect(pauses.map(\.name) == ["post"])
        #expect(pauses.first?.pausedBy == "reservoir-drain")
        #expect(pauses.first?.reason == "it refuses our credential or account: HTTP 401")
        #expect(try await connection.number("SELECT sum(attempts) FROM outbox.queue") == 0)
    }
}
