import Postgres
import Preorder

@testable import Outbox

/// The rows of the temporary view `probe`, each as PostgreSQL writes a row.
private struct Probe: Statement {
    static let sql = "SELECT probe::text FROM pg_temp.probe AS probe"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
}

/// Takes at most `limit` messages of the reports channel out of the queue, in no special order.
private struct TakeMessages: Statement {
    static let sql = """
        DELETE FROM outbox.queue AS q
        USING (SELECT lane, message_id FROM outbox.queue WHERE channel = 'reports'
               ORDER BY md5(message_id::text) LIMIT $1 FOR UPDATE SKIP LOCKED) AS taken
        WHERE q.channel = 'reports' AND q.lane = taken.lane AND q.message_id = taken.message_id
        RETURNING q.message_id, q.day, q.lane, q.kind, q.key
        """

    let limit: Int

    var bindings: [any Bindable] { [limit] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> QueuedMessage {
        try QueuedMessage(
            messageID: row.next(),
            day: row.next(),
            lane: row.next(),
            kind: row.next(),
            key: row.next(),
            attempts: 0,
            asks: 0
        )
    }
}

extension Connection {
    static var noon: Timestamp { Timestamp(microseconds: 1_772_000_000_000_000) }

    /// What any query returns, a text a row.
    func rows(_ sql: String) async throws -> [String] {
        try await script("DROP VIEW IF EXISTS pg_temp.probe; CREATE TEMP VIEW probe AS \(sql)")
        return try await query(Probe())
    }

    /// Applies `messages` as the drain does, in a transaction of their own.
    func apply(_ messages: [QueuedMessage]) async throws {
        try await transaction { tx in
            try ReportsHandler().apply(messages, at: Self.noon, in: tx)
        }
    }

    func takeMessages(limit: Int = 1_000_000) async throws -> [QueuedMessage] {
        try await query(TakeMessages(limit: limit))
    }

    /// Applies all that is waiting.
    func drain() async throws {
        try await apply(takeMessages())
    }
}
