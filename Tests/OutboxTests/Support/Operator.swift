import Foundation
import Outbox
import Postgres
import Testing

/// Domain time.
struct ReadDomainNow: Statement {
    static let sql = "SELECT outbox.now()"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Timestamp { try row.next() }
}

/// Somebody who decides dead letters, one transaction a decision, as a service's own command does.
struct Operator: Sendable {
    let name: String
    let connection: Connection

    func replay(_ messageID: Int64) async throws -> Result<ReplayedLetter?, DeadLetterRefusal> {
        try await decide(messageID) { letter, decision, tx in
            let pace = ReplayPace(firstDueAt: decision.at)
            return try tx.replayDeadLetters([letter], decision, pace: pace).first
        }
    }

    func resolve(
        _ messageID: Int64,
        as verdict: DeadLetterVerdict
    ) async throws -> Result<Bool, DeadLetterRefusal> {
        try await decide(messageID) { letter, decision, tx in
            try tx.resolveDeadLetter(letter, as: verdict, decision, runID: UUID())
        }
    }

    /// Replays all open letters of a channel in one set.
    func replayAll(_ channel: String, interval: Duration) async throws -> [ReplayedLetter] {
        var filter = DeadLetterFilter()
        filter.channel = channel
        filter.state = .open
        let open = try await connection.query(ReadDeadLetters(filter, limit: 1_000))
        let name = name
        return try await connection.transaction { tx in
            let letters = try tx.lockDeadLetters(open.map(\.messageID))
            let now = try tx.only(ReadDomainNow())
            return try tx.replayDeadLetters(
                letters,
                DeadLetter.Decision(by: name, at: now, reason: "the cause is gone"),
                pace: ReplayPace(firstDueAt: now, interval: interval)
            )
        }
    }

    private nonisolated(nonsending) func decide<R: Sendable>(
        _ messageID: Int64,
        _ body: @Sendable (DeadLetter, DeadLetter.Decision, borrowing Transaction) throws -> R
    ) async throws -> Result<R, DeadLetterRefusal> {
        let name = name
        return try await connection.transaction { tx in
            guard let letter = try tx.lockDeadLetters([messageID]).first else {
                return .failure(.unknown(messageID: messageID))
            }
            if let refusal = letter.refusal { return .failure(refusal) }
            let decision = DeadLetter.Decision(
                by: name,
                at: try tx.only(ReadDomainNow()),
                reason: "the cause is gone",
                evidence: "ticket 7"
            )
            return .success(try body(letter, decision, tx))
        }
    }
}

extension Connection {
    /// Whoever stands at this connection.
    func asOperator(_ name: String) -> Operator { Operator(name: name, connection: self) }

    /// Messages of keys of their own on the internal channel that are given up because their word
    /// is `late`, which `permitLate` changes.
    func giveUp(_ count: Int) async throws -> [Int64] {
        try await script(
            """
            INSERT INTO outbox.retry_policy VALUES ('greetings', '*', 1, 1, 1, 1, 1)
            ON CONFLICT DO NOTHING;
            ALTER TABLE greeting ADD CONSTRAINT not_late CHECK (word <> 'late')
            """
        )
        var ids: [Int64] = []
        for _ in 0..<count { ids += try await greet(UUID(), ["late"]) }
        #expect(try await drainGreetings().dead == count)
        return ids
    }

    /// Removes the cause.
    func permitLate() async throws {
        try await script("ALTER TABLE greeting DROP CONSTRAINT not_late")
    }
}
