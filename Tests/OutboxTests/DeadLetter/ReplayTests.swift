import Foundation
import Outbox
import Postgres
import TestTurns
import Testing

@Suite("A dead letter that is replayed", .inTurn)
struct ReplayTests {
    private static let first = "{\"word\": \"first\"}"
    private static let second = "{\"word\": \"second\"}"

    @Test("goes back under its own key, with its tries to spend anew, before its followers")
    func identity() async throws {
        let connection = try await OutboxDatabase.make().connect()
        let ids = try await connection.greet(UUID(), ["first", "second"], channel: "letters")
        let letters = Letters { _, number in
            number == 1 ? .dead(detail: "no such street") : .finished(.applied, detail: "")
        }
        #expect(try await connection.drainLetters(letters).dead == 1)
        _ = try await connection.asOperator("bob").replay(ids[0]).get()
        let reset = "SELECT attempts + asks + crashes FROM outbox.queue WHERE state = 'waiting'"
        #expect(try await connection.number(reset) == 0)
        #expect(try await connection.drainLetters(letters).applied == 2)
        #expect(letters.calls == [.send(Self.first), .send(Self.first), .send(Self.second)])
        let keys = "SELECT count(DISTINCT idempotency_key) FROM outbox.attempt WHERE message_id ="
        #expect(try await connection.number("\(keys) \(ids[0])") == 1)
        #expect(try await connection.number("SELECT count(*) FROM outbox.queue") == 0)
        let letter = try #require(
            try await connection.query(ReadDeadLetters(DeadLetterFilter(), limit: 10)).first
        )
        #expect(letter.state == .replayed)
        #expect(letter.decision?.by == "bob")
        #expect(letter.queueState == nil)
    }

    @Test("is asked about and never sent anew when it may have taken effect")
    func openAttempt() async throws {
        let connection = try await OutboxDatabase.make().connect()
        let ids = try await connection.greet(UUID(), ["first"], channel: "letters")
        let letters = Letters { call, _ in
            guard case .ask = call else { return .setAside(detail: "killed the process") }
            return .finished(.applied, detail: "it had arrived")
        }
        #expect(try await connection.drainLetters(letters).dead == 1)
        _ = try await connection.asOperator("bob").replay(ids[0]).get()
        let unknown = "SELECT count(*) FROM outbox.queue WHERE state = 'unknown'"
        #expect(try await connection.number(unknown) == 1)
        #expect(
            try await connection.drainLetters(letters) { $0.onlyUnresolved = true }.applied == 1
        )
        #expect(letters.calls == [.send(Self.first), .ask(Self.first)])
        #expect(try await connection.number("SELECT count(*) FROM outbox.open_attempt") == 0)
    }

    @Test("waits for a person again when it dies again")
    func again() async throws {
        let connection = try await OutboxDatabase.make().connect()
        let ids = try await connection.giveUp(1)
        let bob = await connection.asOperator("bob")
        for _ in 0..<3 {
            _ = try await bob.replay(ids[0]).get()
            #expect(try await connection.drainGreetings().dead == 1)
        }
        try await connection.permitLate()
        _ = try await bob.replay(ids[0]).get()
        #expect(try await connection.drainGreetings().applied == 1)
        guard case .failure(.decided(let letter)) = try await bob.replay(ids[0]) else {
            Issue.record("a letter that is done with was replayed")
            return
        }
        #expect(letter.state == .replayed)
    }

    @Test("is replayed once by two operators at the same moment, and the second is told by whom")
    func race() async throws {
        let database = try await OutboxDatabase.make()
        let connection = try await database.connect()
        let ids = try await connection.giveUp(40)
        try await connection.permitLate()
        let alice = await (try await database.connect()).asOperator("alice")
        let bob = await (try await database.connect()).asOperator("bob")
        for id in ids {
            async let left = alice.replay(id)
            async let right = bob.replay(id)
            let results = try await [("bob", left), ("alice", right)]
            let told = results.compactMap { other, result -> Bool? in
                guard case .failure(let refusal) = result else { return nil }
                return "\(refusal)".hasPrefix("message \(id) was replayed already by \(other) at ")
            }
            #expect(told == [true])
        }
        #expect(try await connection.drainGreetings().applied == 40)
        #expect(try await connection.number("SELECT count(*) FROM greeting") == 40)
    }

    @Test("becomes due one after the other when there are many")
    func pace() async throws {
        let connection = try await OutboxDatabase.make().connect()
        let ids = try await connection.giveUp(5)
        try await connection.script("UPDATE outbox.clock SET simulated_at = now()")
        let now = try await connection.only(ReadDomainNow())
        let bob = await connection.asOperator("bob")
        let replayed = try await bob.replayAll("greetings", interval: .milliseconds(100))
        #expect(replayed.map(\.messageID) == ids)
        #expect(replayed.map { $0.dueAt - now } == (0..<5).map { .milliseconds(100 * $0) })
        #expect(try await bob.replayAll("greetings", interval: .zero) == [])
    }

    @Test("takes effect once also while a drain is running")
    func runningDrain() async throws {
        let database = try await OutboxDatabase.make()
        let connection = try await database.connect()
        let ids = try await connection.giveUp(100)
        try await connection.permitLate()
        let bob = await (try await database.connect()).asOperator("bob")
        async let drained = connection.drainGreetings { $0.linger = .milliseconds(300) }
        for id in ids { _ = try await bob.replay(id).get() }
        let during = try await drained
        let after = try await connection.drainGreetings()
        #expect(during.applied + after.applied == 100)
        #expect(during.conflicts + after.conflicts == 0)
        #expect(try await connection.number("SELECT count(*) FROM greeting") == 100)
        #expect(try await connection.number("SELECT count(*) FROM outbox.queue") == 0)
    }

    @Test("is one that was given up, and no other message")
    func wrongState() async throws {
        let connection = try await OutboxDatabase.make().connect()
        let waiting = try await connection.greet(UUID(), ["first"])
        let bob = await connection.asOperator("bob")
        #expect(try await bob.replay(waiting[0]) == .failure(.unknown(messageID: waiting[0])))
        #expect(try await bob.replay(-1) == .failure(.unknown(messageID: -1)))
        let ids = try await connection.giveUp(1)
        try await connection.script("DELETE FROM outbox.queue WHERE message_id = \(ids[0])")
        #expect(
            try await bob.replay(ids[0]) == .failure(.notDead(messageID: ids[0], state: nil))
        )
    }
}
