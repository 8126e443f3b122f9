import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Watching for what somebody must know", .inTurn)
struct WatchTests {
    /// Something wrong: how it comes about, how it ends, and how it comes about anew.
    struct Trouble: Sendable, CustomTestStringConvertible {
        let kind: String
        let subject: String
        let begins: String
        let ends: String
        let beginsAnew: String

        var testDescription: String { kind }
    }

    static let troubles = [
        Trouble(
            kind: "dead_letter",
            subject: "7",
            begins: """
                INSERT INTO outbox.dead_letter (message_id, message_day, channel, kind, key,
                    attempts, last_error, dead_at)
                VALUES (7, outbox.today(), 'mail', 'note', gen_random_uuid(), 20,
                        'kim@x.example is full', outbox.now())
                """,
            ends: """
                UPDATE outbox.dead_letter SET state = 'replayed', resolved_by = 'ada',
                    resolved_at = outbox.now(), reason = 'mended'
                """,
            beginsAnew: """
                UPDATE outbox.dead_letter SET state = 'open', resolved_by = NULL,
                    resolved_at = NULL, reason = NULL, dead_at = outbox.now() + interval '1 hour'
                """
        ),
        Trouble(
            kind: "breaker",
            subject: "toss-kr",
            begins: """
                INSERT INTO outbox.breaker (destination, state, failures, opened_at, probe_at)
                VALUES ('toss-kr', 'open', 5, outbox.now(), outbox.now())
                """,
            ends: """
                UPDATE outbox.breaker SET state = 'closed', opened_at = NULL, probe_at = NULL
                """,
            beginsAnew: """
                UPDATE outbox.breaker SET state = 'half_open', probe_at = outbox.now(),
                    opened_at = outbox.now() + interval '1 hour'
                """
        ),
        Trouble(
            kind: "pause",
            subject: "account toss-kr",
            begins: """
                INSERT INTO outbox.pause VALUES
                    ('account', 'toss-kr', 'reservoir-drain', 'unauthorized', outbox.now()),
                    ('method', 'card', 'ada', 'fraud', outbox.now())
                """,
            ends: "DELETE FROM outbox.pause WHERE scope = 'account'",
            beginsAnew: """
                INSERT INTO outbox.pause VALUES ('account', 'toss-kr', 'reservoir-sweep',
                    'unauthorized', outbox.now() + interval '1 hour')
                """
        ),
        Trouble(
            kind: "unknown",
            subject: "8",
            begins: """
                INSERT INTO outbox.message (id, channel, kind, key, payload, created_at)
                VALUES (8, 'mail', 'note', gen_random_uuid(), '{}', outbox.now());
                INSERT INTO outbox.open_attempt (message_id, message_day, channel, operation,
                    destination, idempotency_key, is_unknown, first_sent_at, last_sent_at,
                    window_ends_at)
                VALUES (8, outbox.today(), 'mail', 'submit', 'smtp', 'k', true,
                        outbox.now() - interval '31 minutes', outbox.now(), 'infinity')
                """,
            ends: "UPDATE outbox.open_attempt SET first_sent_at = outbox.now()",
            beginsAnew: """
                UPDATE outbox.open_attempt SET first_sent_at = outbox.now() - interval '1 hour'
                """
        ),
        Trouble(
            kind: "due",
            subject: "points",
            begins: """
                INSERT INTO outbox.message (id, channel, kind, key, payload, created_at)
                VALUES (9, 'points', 'note', '00000000-0000-4000-8000-000000000000', '{}',
                        outbox.now() - interval '11 minutes');
                INSERT INTO outbox.queue (channel, lane, message_id, day, kind, key)
                VALUES ('points', 0, 9, outbox.today(), 'note',
                        '00000000-0000-4000-8000-000000000000')
                """,
            ends: "UPDATE outbox.channel SET due_age_max_seconds = 900 WHERE channel = 'points'",
            beginsAnew: """
                UPDATE outbox.channel SET due_age_max_seconds = 300 WHERE channel = 'points'
                """
        ),
        Trouble(
            kind: "batch",
            subject: "reservoir-drain points",
            begins: """
                UPDATE outbox.batch_policy SET watched_since = now() - interval '11 minutes'
                WHERE program = 'reservoir-drain' AND channel = 'points'
                """,
            ends: """
                INSERT INTO outbox.batch_run (run_id, program, channel, host, pid, version,
                    started_at, finished_at, result)
                VALUES (gen_random_uuid(), 'reservoir-drain', 'points', 'app1', 1, '1',
                        now(), now(), 'done')
                """,
            beginsAnew: "UPDATE outbox.batch_run SET finished_at = now() - interval '11 minutes'"
        ),
        Trouble(
            kind: "partition",
            subject: "outbox.attempt",
            begins: """
                DO $$ BEGIN
                    EXECUTE format('DROP TABLE outbox.attempt_%s',
                                   to_char(outbox.today() + 7, 'YYYYMMDD'));
                END $$
                """,
            ends: "SELECT outbox.create_partitions()",
            beginsAnew: """
                DO $$ BEGIN
                    EXECUTE format('DROP TABLE outbox.attempt_%s',
                                   to_char(outbox.today(), 'YYYYMMDD'));
                END $$
                """
        ),
    ]

    private static let hour = Duration.seconds(3_600)

    /// A store whose batches have all just been asked for.
    private static func quietStore() async throws -> Store {
        let store = try await Store.open()
        try await store.connection.script(
            "UPDATE outbox.batch_policy SET watched_since = now() WHERE channel <> 'alerts'"
        )
        return store
    }

    /// Finds as a run does that then tells what it has in hand.
    private static func tell(_ store: Store) async throws -> Watch.Findings {
        let runID = UUID()
        let found = try await Watch().find(runID, telling: hour, on: store.connection)
        try await Watch().noteTold(runID, on: store.connection)
        return found
    }

    @Test("each trouble is told once, cleared when it is gone, and told anew", arguments: troubles)
    func once(trouble: Trouble) async throws {
        let store = try await Self.quietStore()
        #expect(try await Self.tell(store).raised == 0)
        try await store.connection.script(trouble.begins)
        let found = try await Self.tell(store)
        #expect(found.counts == "raised 1, cleared 0, claimed 1")
        let rows = "SELECT kind, subject, told_at IS NOT NULL FROM outbox.alert"
        #expect(try await store.lines(rows) == ["\(trouble.kind)|\(trouble.subject)|t"])
        let group = try #require(found.digest?.groups.first)
        #expect(group.kind == trouble.kind)
        #expect(group.alerts.map(\.subject) == [trouble.subject])

        let again = try await Self.tell(store)
        #expect(again.counts == "raised 0, cleared 0, claimed 0")
        #expect(again.digest == nil)

        try await store.connection.script(trouble.ends)
        let gone = try await Self.tell(store)
        #expect(gone.counts == "raised 0, cleared 1, claimed 0")
        #expect(try await store.lines(rows) == [])

        try await store.connection.script(trouble.beginsAnew)
        let anew = try await Self.tell(store)
        #expect(anew.counts == "raised 1, cleared 0, claimed 1")
        await store.close()
    }

    @Test(
        "what ended and began anew between two looks is told anew",
        arguments: troubles.filter { ["dead_letter", "breaker", "pause"].contains($0.kind) }
    )
    func unseenEnd(trouble: Trouble) async throws {
        let store = try await Self.quietStore()
        try await store.connection.script(trouble.begins)
        #expect(try await Self.tell(store).claimed == 1)
        try await store.connection.script(trouble.ends)
        try await store.connection.script(trouble.beginsAnew)
        let anew = try await Self.tell(store)
        #expect(anew.counts == "raised 1, cleared 0, claimed 1")
        await store.close()
    }

    @Test("what nobody took in hand is told by the next; what somebody has in hand, by nobody else")
    func inHand() async throws {
        let store = try await Self.quietStore()
        let watch = Watch()
        let (first, second) = (UUID(), UUID())
        try await store.connection.script(Self.troubles[1].begins)
        #expect(
            try await watch.find(first, telling: Self.hour, on: store.connection).claimed == 1
        )
        #expect(
            try await watch.find(second, telling: Self.hour, on: store.connection).claimed == 0
        )
        try await watch.release(first, on: store.connection)
        #expect(
            try await watch.find(second, telling: Self.hour, on: store.connection).claimed == 1
        )
        // The second dies; when its time is over a third takes over, and the dead one's note, which
        // comes after all, changes nothing.
        try await store.connection.script(
            "UPDATE outbox.alert SET telling_until = clock_timestamp()"
        )
        let third = try await watch.find(UUID(), telling: Self.hour, on: store.connection)
        #expect(third.claimed == 1)
        try await watch.noteTold(second, on: store.connection)
        #expect(try await store.lines("SELECT told_at IS NULL FROM outbox.alert") == ["t"])
        await store.close()
    }

    @Test("what began anew while it was being told is told once more")
    func whileTelling() async throws {
        let store = try await Self.quietStore()
        let runID = UUID()
        try await store.connection.script(Self.troubles[1].begins)
        _ = try await Watch().find(runID, telling: Self.hour, on: store.connection)
        try await store.connection.script(Self.troubles[1].beginsAnew)
        let second = try await Watch().find(UUID(), telling: Self.hour, on: store.connection)
        #expect(second.claimed == 1)
        try await Watch().noteTold(runID, on: store.connection)
        #expect(try await store.lines("SELECT told_at IS NULL FROM outbox.alert") == ["t"])
        await store.close()
    }

    @Test("two looks at the same moment take each trouble in hand once")
    func together() async throws {
        let store = try await Self.quietStore()
        for trouble in Self.troubles { try await store.connection.script(trouble.begins) }
        let claimed = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let connection = try await store.connect()
                    let found = try await Watch()
                        .find(UUID(), telling: Self.hour, on: connection)
                    await connection.close()
                    return found.claimed
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(claimed.sorted() == [0, 0, 0, Self.troubles.count])
        await store.close()
    }

    @Test("a run that failed is no run, one that lives is; what is not watched is not late")
    func runs() async throws {
        let store = try await Self.quietStore()
        try await store.connection.script(
            """
            UPDATE outbox.batch_policy SET watched_since = now() - interval '11 minutes'
            WHERE (program, channel) = ('reservoir-drain', 'mail');
            INSERT INTO outbox.batch_run (run_id, program, channel, host, pid, version, started_at,
                finished_at, result)
            VALUES (gen_random_uuid(), 'reservoir-drain', 'mail', 'app1', 1, '1',
                    '2026-11-23T12:00:00Z', '2026-11-23T12:00:01Z', 'failed')
            """
        )
        let found = try await Self.tell(store)
        let alert = try #require(found.digest?.groups.first?.alerts.first)
        #expect(alert.subject == "reservoir-drain mail")
        #expect(
            alert.detail == "the last run began at 2026-11-23T12:00:00Z on app1 and ended: failed"
        )
        try await store.connection.script(
            """
            WITH run AS (
                INSERT INTO outbox.batch_run (run_id, program, channel, host, pid, version,
                    started_at)
                VALUES (gen_random_uuid(), 'reservoir-drain', 'mail', 'app1', 1, '1',
                        now() - interval '2 hours')
                RETURNING run_id
            )
            INSERT INTO outbox.drain (run_id, channel, expires_at)
            SELECT run_id, 'mail', now() + interval '30 seconds' FROM run
            """
        )
        #expect(try await Self.tell(store).cleared == 1)
        await store.close()
    }
}

extension Watch.Findings {
    fileprivate var counts: String {
        "raised \(raised), cleared \(cleared), claimed \(claimed)"
    }
}
