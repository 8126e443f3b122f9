import Batch
import Foundation
import Outbox
import Postgres
import Preorder

/// The points drain against its pure effect.
struct PointsBench: Sendable {
    let messages: Int
    let accounts: Int
    let batchSize: Int

    /// Sets everything up, measures both sides and returns the lines of the report.
    func run(on connection: Connection) async throws -> [String] {
        let directory = try SQLDirectory(option: nil, settings: SettingsReader())
        _ = try await Migrator(directory).migrate(on: connection)
        try await connection.script(Self.shop)
        try await connection.execute(MakeAccounts(accounts: accounts))
        for command in ["VACUUM ANALYZE", "CHECKPOINT"] { try await connection.script(command) }
        let floor = try await measureFloor(on: connection)
        try await connection.execute(WriteEarnings(messages: messages, accounts: accounts))
        for command in ["VACUUM ANALYZE", "CHECKPOINT"] { try await connection.script(command) }
        let (drained, counts) = try await measureDrain(on: connection)
        return report(floor, drained, counts)
    }

    private func measureFloor(on connection: Connection) async throws -> Duration {
        let size = batchSize
        let members = accounts
        return try await ContinuousClock().measure {
            for start in stride(from: 0, to: messages, by: size) {
                let count = min(size, messages - start)
                _ = try await connection.transaction { tx in
                    try tx.execute(
                        PureEffect(start: start, count: count, accounts: members)
                    )
                }
            }
        }
    }

    private func measureDrain(
        on connection: Connection
    ) async throws -> (Duration, RunCounts) {
        var options = DrainOptions(channel: "points", runID: UUID())
        options.batchSize = batchSize
        let drain = Drain(options)
        let started = ContinuousClock.now
        let counts = try await drain.run(PointsHandler(), on: connection)
        return (.now - started, counts)
    }

    private func report(_ floor: Duration, _ drained: Duration, _ counts: RunCounts) -> [String] {
        let rate = { (time: Duration) in String(Int(Double(messages) / (time / .seconds(1)))) }
        let ratio = String(format: "%.2f", floor / drained)
        return [
            "points drain, \(messages) messages, \(accounts) accounts, sets of \(batchSize)",
            "  drained   \(counts.applied) in \(counts.commits) commits, \(rate(drained)) a second",
            "  floor     the pure effect, \(rate(floor)) a second",
            "  ratio     \(ratio) of the floor (target 0.80)",
        ]
    }

    private static let shop = """
        INSERT INTO preorder.country (country, name, currency, time_zone, language)
        VALUES ('KR', 'Korea', 'KRW', 'Asia/Seoul', 'ko');
        INSERT INTO preorder.policy VALUES ('KR', 100, 1, 365, 30, 30, 7, 3, 60, 30, 60, 1825);
        """
}

/// One member with a balance for each account.
struct MakeAccounts: Statement {
    static let sql = """
        WITH member AS (
            INSERT INTO preorder.member (member_id, country, language, name, email, joined_at)
            SELECT md5('account' || n)::uuid, 'KR', 'ko', 'member ' || n,
                   'member' || n || '@mail.example', now()
            FROM generate_series(0, $1::integer - 1) AS n
            RETURNING member_id
        )
        INSERT INTO preorder.point_balance (member_id) SELECT member_id FROM member
        """

    let accounts: Int

    var bindings: [any Bindable] { [accounts] }
}

/// What `points/earn` does to ledger, lots and balances, without an outbox.
struct PureEffect: Statement {
    static let sql = """
        WITH todo AS MATERIALIZED (
            SELECT n, md5('account' || n * 7919 % $3::bigint)::uuid AS member_id,
                   gen_random_uuid() AS reservation_id, 100::bigint AS points
            FROM generate_series($1::bigint, $1::bigint + $2::bigint - 1) AS n
        ), locked AS MATERIALIZED (
            SELECT member_id FROM preorder.point_balance
            WHERE member_id IN (SELECT member_id FROM todo) ORDER BY member_id FOR UPDATE
        ), moved AS (
            UPDATE preorder.point_balance AS b SET available = b.available + s.points
            FROM (SELECT member_id, sum(points)::bigint AS points
                  FROM todo JOIN locked USING (member_id) GROUP BY member_id) AS s
            WHERE b.member_id = s.member_id
        ), granted AS (
            INSERT INTO preorder.point_lot (member_id, granted, remaining, expires_at, reservation_id)
            SELECT member_id, points, points, now() + interval '365 days', reservation_id FROM todo
        )
        INSERT INTO preorder.point_entry
            (kind, debit, credit, member_id, amount, reservation_id, message_id, posted_at)
        SELECT 'earn', 'issued', 'available', member_id, points, reservation_id, -1 - n, now()
        FROM todo
        """

    let start: Int
    let count: Int
    let accounts: Int

    var bindings: [any Bindable] { [start, count, accounts] }
}

/// The same earnings as messages.
struct WriteEarnings: Statement {
    static let sql = """
        WITH draft AS MATERIALIZED (
            SELECT outbox.next_message_id() AS id, gen_random_uuid() AS key,
                   md5('account' || n * 7919 % $2::bigint)::uuid AS member_id
            FROM generate_series(0, $1::bigint - 1) AS n
        ), written AS (
            INSERT INTO outbox.message (id, channel, kind, key, payload, created_at)
            SELECT id, 'points', 'earn', key,
                   jsonb_build_object('reservation_id', key, 'member_id', member_id,
                                      'points', 100), now()
            FROM draft
        )
        INSERT INTO outbox.queue (channel, lane, message_id, day, kind, key)
        SELECT 'points', outbox.lane_of(key), id, outbox.today(), 'earn', key FROM draft
        """

    let messages: Int
    let accounts: Int

    var bindings: [any Bindable] { [messages, accounts] }
}
