import Foundation
import Outbox
import Postgres
import TestTurns
import Testing

@Suite("A drain that is asked to stop", .inTurn)
struct StopTests {
    @Test("lets the call in the air finish, claims no more and gives back the rest")
    func external() async throws {
        let connection = try await OutboxDatabase.make().connect()
        for _ in 0..<4 { try await connection.greet(UUID(), ["hello"], channel: "letters") }
        let stop = StopSignal()
        let letters = Letters { _, _ in
            stop.ask()
            return .finished(.applied, detail: "ok")
        }
        var options = DrainOptions(channel: "letters", runID: UUID())
        options.lease = .seconds(20)
        options.concurrency = 1
        let counts = try await Drain(options, stop: stop).run(letters, on: connection)
        #expect(counts.applied == letters.calls.count)
        #expect((1...2).contains(letters.calls.count))
        #expect(try await connection.number("SELECT count(*) FROM outbox.open_attempt") == 0)
        #expect(try await connection.number("SELECT count(*) FROM outbox.batch") == 0)
        #expect(
            try await connection.number(
                "SELECT count(*) FROM outbox.lane WHERE run_id IS NOT NULL"
            ) == 0
        )
        let rest = Letters { _, _ in .finished(.applied, detail: "ok") }
        #expect(try await connection.drainLetters(rest).applied == 4 - counts.applied)
    }

    @Test("before it begins touches nothing")
    func beforeHand() async throws {
        let connection = try await OutboxDatabase.make().connect()
        try await connection.greet(UUID(), ["hello"])
        let stop = StopSignal()
        stop.ask()
        var options = DrainOptions(channel: "greetings", runID: UUID())
        options.lease = .seconds(20)
        #expect(try await Drain(options, stop: stop).run(Greetings(), on: connection).claimed == 0)
        #expect(try await connection.drainGreetings().applied == 1)
    }
}
