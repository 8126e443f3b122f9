import Foundation
import Outbox
import Postgres
import TestTurns
import Testing

@Suite("An external channel", .inTurn)
struct ExternalDrainTests {
    @Test("commits the intent before the wire and how it ended after it")
    func journal() async throws {
        let database = try await OutboxDatabase.make()
        let (connection, other) = (try await database.connect(), try await database.connect())
        try await connection.greet(UUID(), ["hello"], channel: "letters")
        let letters = Letters { _, _ in
            do {
                let open = try await other.number("SELECT count(*) FROM outbox.open_attempt")
                return open == 1 ? .finished(.applied, detail: "ok") : .dead(detail: "no intent")
            } catch {
                return .dead(detail: "\(error)")
            }
        }
        let counts = try await connection.drainLetters(letters)
        #expect(counts.applied == 1)
        let events = "SELECT count(*) FROM outbox.attempt WHERE event ="
        #expect(try await connection.number("\(events) 'sent'") == 1)
        #expect(try await connection.number("\(events) 'ended' AND outcome = 'applied'") == 1)
        #expect(try await connection.number("SELECT count(*) FROM outbox.open_attempt") == 0)
        #expect(try await connection.number("SELECT count(*) FROM outbox.queue") == 0)
    }

    @Test("never sends again what is unknown: it asks until there is a verdict")
    func unknown() async throws {
        let connection = try await OutboxDatabase.make().connect()
        let key = UUID()
        try await connection.greet(key, ["once"], channel: "letters")
        let letters = Letters { call, number in
            number < 3 ? .unknown(detail: "no answer") : .finished(.applied, detail: "\(call)")
        }
        for day in 1...4 {
            try await connection.script(
                "UPDATE outbox.clock SET simulated_at = now() + \(day) * interval '1 day'"
            )
            try await connection.drainLetters(letters)
            // One that comes later finds its head waiting, and not due.
            if day == 1 { try await connection.greet(key, ["behind"], channel: "letters") }
            try await connection.drainLetters(letters)
        }
        let once = "{\"word\": \"once\"}"
        let behind = "{\"word\": \"behind\"}"
        #expect(letters.calls == [.send(once), .ask(once), .ask(once), .send(behind)])
        #expect(try await connection.number("SELECT count(*) FROM outbox.queue") == 0)
    }

    @Test("leaves an attempt open when the process dies during the call, and asks the next time")
    func crashDuringCall() async throws {
        let database = try await OutboxDatabase.make()
        let connection = try await database.connect()
        try await connection.greet(UUID(), ["hello"], channel: "letters")
        let victim = try await database.connect()
        let stuck = Letters { _, _ in
            await victim.close()
            return .finished(.applied, detail: "lost")
        }
        await #expect(throws: PostgresError.self) { try await victim.drainLetters(stuck) }
        #expect(try await connection.number("SELECT count(*) FROM outbox.open_attempt") == 1)
        let letters = Letters { _, _ in .finished(.applied, detail: "it had arrived") }
        #expect(try await connection.drainLetters(letters).applied == 1)
        #expect(letters.calls == [.ask("{\"word\": \"hello\"}")])
    }

    @Test("changes nothing after it has lost its lease, and counts a conflict")
    func fenced() async throws {
        let database = try await OutboxDatabase.make()
        let (connection, thief) = (try await database.connect(), try await database.connect())
        // Time stands still, so that what is unknown is not asked about again within the same run.
        try await connection.script("UPDATE outbox.clock SET simulated_at = now()")
        try await connection.greet(UUID(), ["hello"], channel: "letters")
        let letters = Letters { _, number in
            guard number == 1 else { return .unknown(detail: "asked") }
            do {
                try await thief.script(
                    """
                    UPDATE outbox.lane SET token = token + 1, expires_at = clock_timestamp()
                    WHERE run_id IS NOT NULL
                    """
                )
                return .finished(.applied, detail: "too late")
            } catch {
                return .dead(detail: "\(error)")
            }
        }
        let counts = try await connection.drainLetters(letters) { $0.lease = .seconds(600) }
        #expect(counts.conflicts == 1)
        #expect(counts.applied == 0)
        #expect(letters.calls == [.send("{\"word\": \"hello\"}"), .ask("{\"word\": \"hello\"}")])
        #expect(try await connection.number("SELECT count(*) FROM outbox.open_attempt") == 1)
    }

    @Test("does not settle under a lane's new token what it claimed under the old one")
    func ownAgain() async throws {
        let database = try await OutboxDatabase.make()
        let (connection, thief) = (try await database.connect(), try await database.connect())
        try await connection.script("UPDATE outbox.clock SET simulated_at = now()")
        try await connection.greet(UUID(), ["hello"], channel: "letters")
        let letters = Letters { _, number in
            guard number == 1 else { return .unknown(detail: "asked") }
            do {
                try await thief.script(
                    """
                    UPDATE outbox.lane SET token = token + 1, run_id = NULL, expires_at = NULL
                    WHERE run_id IS NOT NULL
                    """
                )
                // Until the drain has noticed and has taken the lanes again.
                let taken = "SELECT count(*) FROM outbox.lane WHERE run_id IS NOT NULL"
                while try await thief.number(taken) == 0 { await Task.yield() }
                return .finished(.applied, detail: "too late")
            } catch {
                return .dead(detail: "\(error)")
            }
        }
        let counts = try await connection.drainLetters(letters) { $0.lease = .seconds(30) }
        #expect(counts.conflicts == 1)
        #expect(counts.applied == 0)
        #expect(letters.calls == [.send("{\"word\": \"hello\"}"), .ask("{\"word\": \"hello\"}")])
        #expect(try await connection.number("SELECT count(*) FROM outbox.open_attempt") == 1)
    }

    @Test("spends an attempt on retry and none on unreachable")
    func attempts() async throws {
        let connection = try await OutboxDatabase.make().connect()
        try await connection.greet(UUID(), ["r"], channel: "letters")
        try await connection.drainLetters(Letters { _, _ in .unreachable(detail: "x", after: nil) })
        #expect(try await connection.number("SELECT attempts FROM outbox.queue") == 0)
        try await connection.script("UPDATE outbox.clock SET simulated_at = now() + '1 day'")
        try await connection.drainLetters(Letters { _, _ in .retry(detail: "x", after: nil) })
        #expect(try await connection.number("SELECT attempts FROM outbox.queue") == 1)
    }

    @Test("has at most `concurrency` intents open, and one of a key")
    func concurrency() async throws {
        let database = try await OutboxDatabase.make()
        let (connection, other) = (try await database.connect(), try await database.connect())
        for _ in 0..<30 { try await connection.greet(UUID(), ["a", "b"], channel: "letters") }
        let letters = Letters { _, _ in
            do {
                let isRight = try await other.number(
                    """
                    SELECT (count(*) <= 4 AND count(*) = count(DISTINCT m.key))::int
                    FROM outbox.open_attempt AS o JOIN outbox.message AS m ON m.id = o.message_id
                    """
                )
                return isRight == 1 ? .finished(.applied, detail: "") : .dead(detail: "too many")
            } catch {
                return .dead(detail: "\(error)")
            }
        }
        let counts = try await connection.drainLetters(letters) { $0.concurrency = 4 }
        #expect(counts.applied == 60)
        #expect(counts.dead == 0)
        let errors = try await connection.query(ReadLastErrors())
        #expect(errors == [])
    }

    @Test("refuses a lease that could not outlive a call")
    func shortLease() async throws {
        let connection = try await OutboxDatabase.make().connect()
        await #expect(throws: OutboxError.self) {
            try await connection.drainLetters(Letters { _, _ in .parked }) {
                $0.lease = .milliseconds(600)
            }
        }
    }
}

/// Why messages died.
struct ReadLastErrors: Statement {
    static let sql = "SELECT DISTINCT last_error FROM outbox.dead_letter"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
}
