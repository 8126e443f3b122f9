import Foundation
import Outbox
import Postgres
import TestTurns
import Testing

/// A destination that the test takes down and brings back; its answers say how far they reached.
@Suite("A destination's breaker", .inTurn)
struct BreakerTests {
    private func moveClock(_ connection: Connection, _ interval: String) async throws {
        try await connection.script(
            """
            UPDATE outbox.clock SET simulated_at = coalesce(simulated_at, now())
                                                   + interval '\(interval)'
            """
        )
    }

    private func state(_ connection: Connection) async throws -> Breaker? {
        try await connection.query(ReadBreakers()).first
    }

    @Test("opens after calls in a row without an answer, and spends no try while it is open")
    func opens() async throws {
        let connection = try await OutboxDatabase.make().connect()
        try await moveClock(connection, "0 s")
        for _ in 0..<40 { try await connection.greet(UUID(), ["x"], channel: "letters") }
        let letters = Letters { _, _ in .unreachable(detail: "away", after: nil) }
        let counts = try await connection.drainLetters(letters) { $0.concurrency = 4 }
        #expect(try await state(connection)?.state == "open")
        // Five in a row open it; what was in the air with the fifth comes back as well.
        #expect((5...8).contains(letters.calls.count))
        #expect(counts.unreachable == 40)
        #expect(try await connection.number("SELECT sum(attempts) FROM outbox.queue") == 0)
        #expect(
            try await connection.number("SELECT count(*) FROM outbox.queue WHERE state = 'held'")
                == 40 - letters.calls.count
        )
    }

    @Test("lets one probe through when it is due, and waits longer after each in vain")
    func probes() async throws {
        let connection = try await OutboxDatabase.make().connect()
        try await moveClock(connection, "0 s")
        for _ in 0..<12 { try await connection.greet(UUID(), ["x"], channel: "letters") }
        let away = Letters { _, _ in .unreachable(detail: "away", after: nil) }
        try await connection.drainLetters(away)
        let opened = try #require(try await state(connection))
        let firstWait = try #require(opened.probeAt) - (try #require(opened.openedAt))
        #expect(firstWait == .seconds(30))
        try await moveClock(connection, "30 s")
        let probing = Letters { _, _ in .unreachable(detail: "still away", after: nil) }
        try await connection.drainLetters(probing)
        #expect(probing.calls.count == 1)
        let later = try #require(try await state(connection))
        #expect(later.state == "open")
        #expect(later.openedAt == opened.openedAt)
        #expect(later.lastError == "still away")
        let probedAt = try #require(opened.probeAt)
        #expect(try #require(later.probeAt) - probedAt == .seconds(60))
    }

    @Test("closes with the first answer, and everything goes through by itself")
    func recovers() async throws {
        let connection = try await OutboxDatabase.make().connect()
        try await moveClock(connection, "0 s")
        for _ in 0..<30 { try await connection.greet(UUID(), ["x"], channel: "letters") }
        let away = Letters { _, _ in .unreachable(detail: "away", after: nil) }
        try await connection.drainLetters(away)
        let back = Letters { _, _ in .finished(.applied, detail: "ok") }
        for _ in 0..<4 {
            try await moveClock(connection, "90 s")
            try await connection.drainLetters(back)
        }
        #expect(try await state(connection)?.state == "closed")
        #expect(try await connection.number("SELECT count(*) FROM outbox.queue") == 0)
        #expect(back.calls.count == 30)
        #expect(try await connection.number("SELECT count(*) FROM outbox.dead_letter") == 0)
    }

    @Test("is probed by one of two drains at once")
    func oneProbe() async throws {
        let database = try await OutboxDatabase.make()
        let (first, second) = (try await database.connect(), try await database.connect())
        try await moveClock(first, "0 s")
        for _ in 0..<40 { try await first.greet(UUID(), ["x"], channel: "letters") }
        let away = Letters { _, _ in .unreachable(detail: "away", after: nil) }
        try await first.drainLetters(away)
        try await moveClock(first, "30 s")
        let probing = Letters { _, _ in .unreachable(detail: "away", after: nil) }
        async let one = first.drainLetters(probing)
        async let other = second.drainLetters(probing)
        _ = try await (one, other)
        #expect(probing.calls.count == 1)
    }

    @Test("keeps what may have happened as unknown as it is")
    func keepsUnknown() async throws {
        let connection = try await OutboxDatabase.make().connect()
        try await moveClock(connection, "0 s")
        for _ in 0..<8 { try await connection.greet(UUID(), ["x"], channel: "letters") }
        let lost = Letters { _, _ in .unknown(detail: "no answer") }
        try await connection.drainLetters(lost)
        let open = "SELECT count(*) FROM outbox.open_attempt WHERE is_unknown"
        let unknown = try await connection.number(open)
        #expect(unknown >= 5)
        let before = lost.calls.count
        try await moveClock(connection, "5 s")
        try await connection.drainLetters(lost)
        #expect(lost.calls.count == before)
        #expect(try await connection.number(open) == unknown)
        let states = "SELECT count(*) FROM outbox.queue WHERE state ="
        #expect(try await connection.number("\(states) 'unknown'") == unknown)
        #expect(try await connection.number("\(states) 'held'") == 8 - unknown)
    }

    @Test("counts only calls in a row: a destination that answers now and then stays open to calls")
    func inARow() async throws {
        let connection = try await OutboxDatabase.make().connect()
        try await moveClock(connection, "0 s")
        for _ in 0..<24 { try await connection.greet(UUID(), ["x"], channel: "letters") }
        let shaky = Letters { _, number in
            number.isMultiple(of: 4)
                ? .finished(.applied, detail: "ok") : .unreachable(detail: "away", after: nil)
        }
        try await connection.drainLetters(shaky) { $0.concurrency = 1 }
        #expect(shaky.calls.count == 24)
        #expect(try await state(connection)?.state == "closed")
    }
}
