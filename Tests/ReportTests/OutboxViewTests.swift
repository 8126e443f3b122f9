import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("The live view of the outbox", .inTurn)
struct OutboxViewTests {
    /// Messages of channel mail in lane 0, ids from 1 on; domain time is noon.
    private static let queue = """
        UPDATE outbox.clock SET simulated_at = '2026-03-01T12:00:00Z';
        INSERT INTO outbox.message (id, channel, kind, key, payload, created_at)
        SELECT n, 'mail', 'note', '00000000-0000-4000-8000-000000000000', '{}',
               '2026-03-01T11:00:00Z'::timestamptz + n * interval '1 minute'
        FROM generate_series(1, 12) AS n;
        INSERT INTO outbox.queue (channel, lane, message_id, day, kind, key, state, due_at)
        SELECT 'mail', 0, n, outbox.today(), 'note', '00000000-0000-4000-8000-000000000000',
               CASE WHEN n <= 5 THEN 'ready' WHEN n <= 8 THEN 'waiting' WHEN n = 9 THEN 'unknown'
                    WHEN n = 10 THEN 'dead' WHEN n = 11 THEN 'parked' ELSE 'suspect' END,
               CASE n WHEN 6 THEN '2026-03-01T11:30:00Z'::timestamptz
                      WHEN 7 THEN '2026-03-01T12:00:01Z'
                      WHEN 8 THEN '2026-03-02Z' WHEN 9 THEN '2026-03-01T13:00:00Z' END
        FROM generate_series(1, 12) AS n;
        INSERT INTO outbox.dead_letter
            (message_id, message_day, channel, kind, key, attempts, last_error, dead_at)
        SELECT message_id, day, channel, kind, key, 20, 'refused', '2026-03-01Z'
        FROM outbox.queue WHERE state = 'dead';
        INSERT INTO outbox.open_attempt (message_id, message_day, channel, operation, destination,
            idempotency_key, is_unknown, first_sent_at, last_sent_at, window_ends_at)
        VALUES (9, outbox.today(), 'mail', 'send', 'smtp', 'k', true, '2026-03-01T11:00:00Z',
                '2026-03-01T11:00:00Z', 'infinity');
        """

    /// A batch of the first two messages and one that has left the queue, under a lease.
    private static let batch = """
        UPDATE outbox.lane SET token = 5, run_id = gen_random_uuid(),
            expires_at = clock_timestamp() + interval '1 hour'
        WHERE channel = 'mail' AND lane = 0;
        INSERT INTO outbox.batch (channel, lane, token, message_ids)
        VALUES ('mail', 0, 5, '{1,2,99}');
        """

    private static let mail = """
        SELECT due, leased, retrying, unknown, dead, oldest_due_seconds, parked
        FROM report.outbox WHERE channel = 'mail'
        """

    @Test("tells due, leased, retrying, unknown and dead apart")
    func counts() async throws {
        let connection = try await ReportDatabase.create().connect()
        try await connection.script(Self.queue)
        // Due: five ready, one past its time, the suspect. The oldest was written at 11:01.
        #expect(try await connection.rows(Self.mail) == ["(7,0,2,1,1,3540,1)"])
        try await connection.script(Self.batch)
        // Message 3 of 11:03 is now the oldest that nobody works on.
        #expect(try await connection.rows(Self.mail) == ["(5,2,2,1,1,3420,1)"])
        try await connection.script(
            "UPDATE outbox.lane SET expires_at = clock_timestamp() WHERE run_id IS NOT NULL"
        )
        #expect(try await connection.rows(Self.mail) == ["(7,0,2,1,1,3540,1)"])
        let state = try await connection.query(OutboxState())
        #expect(state.map(\.channel) == ["mail", "payments", "points", "reports", "webhooks"])
        #expect(state.map(\.due) == [7, 0, 0, 0, 0])
        #expect(state.map(\.oldestDue) == [.seconds(3540), nil, nil, nil, nil])
    }

    // Where one channel has nearly all rows, reading the table is as cheap, and is chosen.
    @Test("reads a channel's messages from indexes")
    func indexes() async throws {
        let connection = try await ReportDatabase.create().connect()
        try await connection.script(
            """
            INSERT INTO outbox.queue (channel, lane, message_id, day, kind, key, state, due_at)
            SELECT (SELECT array_agg(channel) FROM outbox.channel)[n % 5 + 1], n % 64, n,
                   outbox.today(), 'note', gen_random_uuid(),
                   CASE WHEN n % 100 = 0 THEN 'waiting' ELSE 'ready' END,
                   CASE WHEN n % 100 = 0 THEN now() END
            FROM generate_series(1, 30000) AS n;
            """
        )
        try await connection.script("VACUUM ANALYZE outbox.queue")
        try await connection.script(
            """
            CREATE FUNCTION pg_temp.plan() RETURNS SETOF text LANGUAGE plpgsql AS $$
            BEGIN
                RETURN QUERY EXECUTE 'EXPLAIN (FORMAT TEXT) SELECT * FROM report.outbox';
            END $$
            """
        )
        let plan = try await connection.rows("SELECT line FROM pg_temp.plan() AS line")
        #expect(plan.contains { $0.contains("Index Only Scan using queue_pk") })
        #expect(plan.filter { $0.contains("Seq Scan on queue") } == [])
    }

    @Test("lists calls whose answer was lost, or whose drain is gone, with the money at stake")
    func unknown() async throws {
        let connection = try await ReportDatabase.create().connect()
        let shop = Shop(connection: connection)
        let id = UUID()
        try await shop.reserve(id)
        try await connection.script(
            """
            WITH written AS (
                INSERT INTO outbox.message (channel, kind, key, payload, created_at)
                VALUES ('payments', 'charge', '\(id)', '{}', '2026-02-01Z') RETURNING *
            ), leased AS (
                UPDATE outbox.lane SET token = 3, run_id = gen_random_uuid(),
                    expires_at = clock_timestamp() + interval '1 hour'
                FROM written
                WHERE lane.channel = 'payments' AND lane.lane = outbox.lane_of(key)
            ), marked AS (
                INSERT INTO outbox.batch (channel, lane, token, message_ids)
                SELECT channel, outbox.lane_of(key), 3, ARRAY[id] FROM written
            )
            INSERT INTO outbox.open_attempt (message_id, message_day, channel, operation,
                destination, idempotency_key, first_sent_at, last_sent_at, window_ends_at)
            SELECT id, day, channel, 'charge', 'toss-kr', 'k', '2026-02-01Z', '2026-02-01Z',
                   'infinity'
            FROM written
            """
        )
        let query = "SELECT kind, amount_minor, currency, since = '2026-02-01Z' FROM report.unknown"
        let unknown = ["(charge,1000,KRW,t)"]
        // In flight: nothing is unknown yet.
        #expect(try await connection.rows(query).isEmpty)
        try await connection.script("UPDATE outbox.open_attempt SET is_unknown = true")
        #expect(try await connection.rows(query) == unknown)
        try await connection.script(
            """
            UPDATE outbox.open_attempt SET is_unknown = false;
            UPDATE outbox.lane SET expires_at = clock_timestamp() WHERE run_id IS NOT NULL;
            """
        )
        #expect(try await connection.rows(query) == unknown)
    }
}
