import Foundation
import Outbox
import Postgres
import TestTurns
import Testing

@Suite("A day past retention", .inTurn)
struct RetentionTests {
    /// A database whose messages and attempts have a partition of the 2nd of January 2020.
    private func database() async throws -> (OutboxDatabase, Connection) {
        let database = try await OutboxDatabase.make()
        let connection = try await database.connect()
        try await connection.script(
            """
            CREATE TABLE outbox.message_20200102 PARTITION OF outbox.message
                FOR VALUES FROM ('2020-01-02') TO ('2020-01-03');
            CREATE TABLE outbox.attempt_20200102 PARTITION OF outbox.attempt
                FOR VALUES FROM ('2020-01-02') TO ('2020-01-03');
            INSERT INTO outbox.message (id, day, channel, kind, key, payload, created_at)
            VALUES (1, '2020-01-02', 'greetings', 'greet', gen_random_uuid(), '{}', now())
            """
        )
        return (database, connection)
    }

    private func days(_ connection: Connection) async throws -> Int {
        try await connection.number(
            "SELECT count(*) FROM pg_class WHERE relname IN ('message_20200102', 'attempt_20200102')"
        )
    }

    @Test("goes with all its rows, and later ones stay")
    func dropped() async throws {
        let (_, connection) = try await database()
        try await connection.greet(UUID(), ["new"])
        let result = try await Retention(days: 30).run(asOf: nil, on: connection)
        #expect(result.partitionsDropped == 2)
        #expect(try await days(connection) == 0)
        #expect(try await connection.number("SELECT count(*) FROM outbox.message") == 1)
        #expect(try await Retention(days: 30).run(asOf: nil, on: connection).partitionsDropped == 0)
    }

    @Test(
        "stays while something open names it",
        arguments: [
            """
            INSERT INTO outbox.queue (channel, lane, message_id, day, kind, key)
            SELECT channel, outbox.lane_of(key), id, day, kind, key FROM outbox.message
            """,
            """
            INSERT INTO outbox.dead_letter
                (message_id, message_day, channel, kind, key, attempts, last_error, dead_at)
            SELECT id, day, channel, kind, key, 1, 'x', now() FROM outbox.message
            """,
            """
            INSERT INTO outbox.open_attempt (message_id, message_day, channel, operation,
                destination, idempotency_key, first_sent_at, last_sent_at, window_ends_at)
            SELECT id, day, channel, 'send', 'post', 'k', now(), now(), now() + '1 hour'
            FROM outbox.message
            """,
        ]
    )
    func kept(open: String) async throws {
        let (_, connection) = try await database()
        try await connection.script(open)
        #expect(try await Retention(days: 30).run(asOf: nil, on: connection).partitionsDropped == 0)
        #expect(try await days(connection) == 2)
    }

    @Test("that a killed run left half detached, or detached and not dropped, goes with the next")
    func killed() async throws {
        let (database, connection) = try await database()
        let other = try await database.connect()
        try await other.script("BEGIN; SELECT FROM outbox.message")
        try await connection.script("SET statement_timeout = '300ms'")
        await #expect(throws: PostgresError.self) {
            try await connection.script(
                "ALTER TABLE outbox.message DETACH PARTITION outbox.message_20200102 CONCURRENTLY"
            )
        }
        try await connection.script("RESET statement_timeout")
        #expect(
            try await connection.number("SELECT count(*) FROM pg_inherits WHERE inhdetachpending")
                == 1
        )
        try await other.script("COMMIT")
        try await connection.script(
            "ALTER TABLE outbox.attempt DETACH PARTITION outbox.attempt_20200102"
        )
        let result = try await Retention(days: 30).run(asOf: nil, on: connection)
        #expect(result.partitionsDropped == 2)
        #expect(try await days(connection) == 0)
    }

    @Test("is not today's request: one without a verdict, or whose key still answers, stays")
    func requests() async throws {
        let connection = try await OutboxDatabase.make().connect()
        try await connection.script(
            """
            INSERT INTO outbox.attempt_request
            SELECT id, id, '\\x01', 'k', now() + ends FROM (VALUES
                (1, interval '-1 hour'), (2, interval '-1 hour'), (3, interval '1 hour'))
                AS r (id, ends);
            INSERT INTO outbox.open_attempt (message_id, attempt_id, message_day, channel,
                operation, destination, idempotency_key, first_sent_at, last_sent_at,
                window_ends_at)
            VALUES (2, 2, outbox.today(), 'letters', 'send', 'post', 'k', now() - '2 hours'::interval,
                    now() - '2 hours'::interval, now() - '1 hour'::interval)
            """
        )
        #expect(try await Retention(days: 30).run(asOf: nil, on: connection).requestsWiped == 1)
        #expect(
            try await connection.number("SELECT sum(attempt_id) FROM outbox.attempt_request") == 5
        )
    }
}
