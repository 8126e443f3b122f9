import Foundation
import Outbox
import Postgres

/// An internal channel whose effect is a row; the words `fail` and `crash` misbehave.
struct Greetings: InternalHandler {
    func apply(
        _ messages: [QueuedMessage],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws {
        try tx.execute(InsertGreetings(messages: messages))
    }
}

/// One row a message; the word `fail` divides by zero.
struct InsertGreetings: Statement {
    static let sql = """
        INSERT INTO greeting (message_id, key, word)
        SELECT id, key, CASE WHEN payload ->> 'word' = 'fail' THEN (1 / (id - id))::text
                             ELSE payload ->> 'word' END
        FROM outbox.message WHERE id = ANY ($1) AND day = ANY ($2::date[])
        ORDER BY id
        """

    let messages: [QueuedMessage]

    var bindings: [any Bindable] { [messages.map(\.messageID), messages.map(\.day)] }
}

/// What was written, in the order of its effect.
struct ReadGreetings: Statement {
    static let sql = "SELECT key, word FROM greeting ORDER BY place"

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (key: UUID, word: String) {
        try (row.next(), row.next())
    }
}

/// Locks a key as the engine's writers do without a domain row.
struct LockKey: Statement {
    static let sql = "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0))"

    let key: UUID

    var bindings: [any Bindable] { [key] }
}

extension Connection {
    /// Writes words for a key, in one transaction.
    @discardableResult
    func greet(
        _ key: UUID,
        _ words: [String],
        channel: String = "greetings"
    ) async throws -> [Int64] {
        try await transaction { tx in
            try tx.execute(LockKey(key: key))
            return try tx.write(
                words.map { word in
                    MessageDraft(
                        channel: channel,
                        kind: "greet",
                        key: key,
                        payload: JSONText("{\"word\": \"\(word)\"}")
                    )
                },
                at: Timestamp(date: Date())
            )
        }
    }

    /// Drains the internal channel once.
    @discardableResult
    func drainGreetings(
        _ change: (inout DrainOptions) -> Void = { _ in }
    ) async throws -> RunCounts {
        var options = DrainOptions(channel: "greetings", runID: UUID())
        options.lease = .seconds(20)
        options.jitter = .none
        change(&options)
        return try await Drain(options).run(Greetings(), on: self)
    }
}
