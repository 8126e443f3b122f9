import Foundation
import Outbox
import Postgres
import TestTurns
import Testing

@Suite("A dead letter that is resolved", .inTurn)
struct ResolveTests {
    private static let written = """
        SELECT count(*) FROM outbox.attempt
        WHERE event = 'ended' AND detail = 'resolved by bob: ticket 7' AND outcome =
        """

    /// A message that was set aside with its attempt open, and one behind it.
    private func setAside(_ connection: Connection) async throws -> (ids: [Int64], Letters) {
        let ids = try await connection.greet(UUID(), ["first", "second"], channel: "letters")
        let letters = Letters { _, number in
            number == 1 ? .setAside(detail: "killed it") : .finished(.applied, detail: "")
        }
        #expect(try await connection.drainLetters(letters).dead == 1)
        #expect(try await connection.number("SELECT count(*) FROM outbox.open_attempt") == 1)
        return (ids, letters)
    }

    @Test(
        "leaves the queue, closes its open attempt with the evidence and wakes its follower",
        arguments: DeadLetterVerdict.allCases
    )
    func closes(verdict: DeadLetterVerdict) async throws {
        let connection = try await OutboxDatabase.make().connect()
        let (ids, letters) = try await setAside(connection)
        let bob = await connection.asOperator("bob")
        #expect(try await bob.resolve(ids[0], as: verdict).get())
        #expect(try await connection.number("SELECT count(*) FROM outbox.open_attempt") == 0)
        #expect(try await connection.number("\(Self.written) '\(verdict.rawValue)'") == 1)
        let voided = "SELECT count(*) FROM outbox.voided WHERE message_id = \(ids[0])"
        #expect(try await connection.number(voided) == (verdict == .rejected ? 1 : 0))
        #expect(try await connection.drainLetters(letters).applied == 1)
        #expect(
            letters.calls == [.send("{\"word\": \"first\"}"), .send("{\"word\": \"second\"}")]
        )
        #expect(try await connection.number("SELECT count(*) FROM outbox.queue") == 0)
        let letter = try #require(
            try await connection.query(ReadDeadLetters(DeadLetterFilter(), limit: 10)).first
        )
        #expect(letter.state.rawValue == verdict.rawValue)
        #expect(letter.decision?.evidence == "ticket 7")
        #expect(letter.decision?.reason == "the cause is gone")
    }

    @Test("cannot be replayed or resolved again, and whoever tries is told who did")
    func final() async throws {
        let connection = try await OutboxDatabase.make().connect()
        let (ids, _) = try await setAside(connection)
        let bob = await connection.asOperator("bob")
        _ = try await bob.resolve(ids[0], as: .applied).get()
        let alice = await connection.asOperator("alice")
        for refusal in [
            try await alice.resolve(ids[0], as: .rejected).refusal,
            try await alice.replay(ids[0]).refusal,
        ] {
            #expect("\(try #require(refusal))".contains("resolved as applied already by bob at"))
        }
        #expect(try await connection.number("SELECT count(*) FROM outbox.voided") == 0)
    }

    @Test("is either resolved or replayed when two operators disagree at the same moment")
    func race() async throws {
        let database = try await OutboxDatabase.make()
        let connection = try await database.connect()
        let ids = try await connection.giveUp(40)
        try await connection.permitLate()
        let alice = await (try await database.connect()).asOperator("alice")
        let bob = await (try await database.connect()).asOperator("bob")
        var replayed = 0
        for id in ids {
            async let back = alice.replay(id)
            async let ended = bob.resolve(id, as: .rejected)
            let (left, right) = try await (back, ended)
            #expect((left.refusal == nil) != (right.refusal == nil))
            replayed += left.refusal == nil ? 1 : 0
        }
        #expect(try await connection.drainGreetings().applied == replayed)
        #expect(try await connection.number("SELECT count(*) FROM greeting") == replayed)
        #expect(try await connection.number("SELECT count(*) FROM outbox.voided") == 40 - replayed)
        #expect(try await connection.number("SELECT count(*) FROM outbox.queue") == 0)
    }
}

@Suite("Dead letters that are read", .inTurn)
struct ReadDeadLettersTests {
    @Test("are those that the filter means, page by page")
    func pages() async throws {
        let connection = try await OutboxDatabase.make().connect()
        let ids = try await connection.giveUp(5)
        _ = try await connection.asOperator("bob").replay(ids[1]).get()
        var filter = DeadLetterFilter()
        filter.channel = "greetings"
        filter.state = .open
        var seen: [Int64] = []
        while true {
            let page = try await connection.query(
                ReadDeadLetters(filter, after: seen.last ?? 0, limit: 2)
            )
            if page.isEmpty { break }
            #expect(page.count <= 2)
            seen += page.map(\.messageID)
        }
        #expect(seen == [ids[0]] + ids[2...])
        filter.state = .replayed
        let replayed = try await connection.query(ReadDeadLetters(filter, limit: 10))
        #expect(replayed.map(\.messageID) == [ids[1]])
        let now = try await connection.only(ReadDomainNow())
        filter.state = nil
        filter.since = now
        #expect(try await connection.query(ReadDeadLetters(filter, limit: 10)).isEmpty)
        filter.since = nil
        filter.before = now
        #expect(try await connection.query(ReadDeadLetters(filter, limit: 10)).count == 5)
        filter.kind = "shout"
        #expect(try await connection.query(ReadDeadLetters(filter, limit: 10)).isEmpty)
    }

    @Test("are shown with their message, their journal and what is open")
    func dossier() async throws {
        let connection = try await OutboxDatabase.make().connect()
        let ids = try await connection.greet(UUID(), ["first"], channel: "letters")
        let letters = Letters { call, _ in
            guard case .ask = call else { return .unknown(detail: "no answer") }
            return .setAside(detail: "nobody knows")
        }
        try await connection.drainLetters(letters)
        try await connection.script("UPDATE outbox.clock SET simulated_at = now() + '1 day'")
        try await connection.drainLetters(letters)
        let found = try await connection.transaction { tx in try tx.deadLetterDossier(ids[0]) }
        let dossier = try #require(found)
        #expect(dossier.letter.lastError == "nobody knows")
        #expect(dossier.letter.hasOpenAttempt)
        #expect(dossier.message?.payload.text == "{\"word\": \"first\"}")
        #expect(dossier.openAttempt?.idempotencyKey == "letter-\(ids[0])")
        #expect(dossier.journal.map(\.event) == ["sent", "asked"])
        let none = try await connection.transaction { tx in try tx.deadLetterDossier(-1) }
        #expect(none == nil)
    }
}

extension Result {
    /// Why it failed; nil when it did not.
    fileprivate var refusal: Failure? {
        guard case .failure(let failure) = self else { return nil }
        return failure
    }
}
