import Foundation
import Outbox
import Postgres
import TestTurns
import Testing

@Suite("The partition of a day to come", .inTurn)
struct PartitionTests {
    private static let last = "to_char(outbox.today() + 14, 'YYYYMMDD')"

    @Test("is created while others read and write the days that are there")
    func whileInUse() async throws {
        let database = try await OutboxDatabase.make()
        let (connection, other) = (try await database.connect(), try await database.connect())
        try await connection.script(
            """
            DO $$ BEGIN
                EXECUTE 'DROP TABLE outbox.message_' || \(Self.last) || ', outbox.attempt_'
                    || \(Self.last);
            END $$;
            SET lock_timeout = '2s'
            """
        )
        try await other.script(
            """
            BEGIN; SELECT FROM outbox.message; SELECT FROM outbox.attempt;
            INSERT INTO outbox.message (channel, kind, key, payload, created_at)
            VALUES ('greetings', 'greet', gen_random_uuid(), '{}', now())
            """
        )
        let created = try await connection.number("SELECT outbox.create_partitions()")
        #expect(created == 2)
        #expect(try await connection.number("SELECT outbox.create_partitions()") == 0)
        try await other.script("COMMIT")
        let attached = """
            SELECT count(*) FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
            WHERE c.relname LIKE '%' || \(Self.last) || '%'
            """
        // Both tables, the messages' key and index, the attempts' index.
        #expect(try await connection.number(attached) == 5)
    }

    @Test("is left to a later run when somebody keeps the table to themselves")
    func locked() async throws {
        let database = try await OutboxDatabase.make()
        let (connection, other) = (try await database.connect(), try await database.connect())
        try await connection.script(
            """
            DO $$ BEGIN EXECUTE 'DROP TABLE outbox.message_' || \(Self.last); END $$;
            SET lock_timeout = '100ms'
            """
        )
        try await other.script("BEGIN; LOCK TABLE outbox.message IN SHARE UPDATE EXCLUSIVE MODE")
        let run = BatchRun(
            runID: UUID(),
            program: "test",
            channel: "greetings",
            host: "here",
            version: "1"
        )
        try await run.begin(on: connection)
        #expect(try await connection.number("SELECT count(*) FROM outbox.batch_run") == 1)
        try await other.script("ROLLBACK")
        #expect(try await connection.number("SELECT outbox.create_partitions()") == 1)
    }

    @Test("is created 60 days ahead at most, whoever asks")
    func limit() async throws {
        let connection = try await OutboxDatabase.make().connect()
        #expect(try await connection.number("SELECT outbox.create_partitions(1000000)") == 2 * 46)
    }
}
