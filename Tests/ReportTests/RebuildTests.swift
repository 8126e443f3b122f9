import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A rebuild of the reports", .inTurn)
struct RebuildTests {
    /// The daily sales straight from the domain, without the views that the drain shares.
    private static let salesByHand = """
        SELECT day, country, currency, game_id, sum(n)::bigint, sum(g)::bigint, sum(a)::bigint,
               sum(b)::bigint, sum(c)::bigint, sum(d)::bigint, sum(e)::bigint
        FROM (SELECT (reserved_at AT TIME ZONE time_zone)::date AS day, r.country, r.currency,
                     game_id, 1 AS n, is_gift::int AS g, list_minor AS a, discount_minor AS b,
                     points_minor AS c, charged_minor AS d, 0 AS e
              FROM preorder.reservation AS r JOIN preorder.country USING (country)
              WHERE reserved_at IS NOT NULL
              UNION ALL
              SELECT (completed_at AT TIME ZONE time_zone)::date, r.country, r.currency, game_id,
                     0, 0, 0, 0, 0, 0, cash_minor
              FROM preorder.refund JOIN preorder.reservation AS r USING (reservation_id)
              JOIN preorder.country USING (country)
              WHERE refund.status IN ('completed', 'settled_outside') AND cause <> 'reversal'
             ) AS moved
        GROUP BY 1, 2, 3, 4
        """

    @Test("finds nothing to correct after random histories", arguments: [1, 2, 3, 4, 5, 6])
    func histories(seed: UInt64) async throws {
        let connection = try await ReportDatabase.create().connect()
        var history = History(shop: Shop(connection: connection), seed: seed)
        var seen: [QueuedMessage] = []
        for _ in 0..<80 {
            try await history.step()
            guard history.chance(4) else { continue }
            let taken = try await connection.takeMessages(limit: history.below(8))
            // Some messages come again, and the order is arbitrary.
            seen += taken
            try await connection.apply(
                (taken + seen.filter { _ in history.chance(5) }).shuffled(using: &history.random)
            )
        }
        try await connection.drain()
        #expect(try await connection.query(CompareReports()).isEmpty)
        let kept = """
            SELECT * FROM report.daily_sales WHERE reservations > 0 OR refunded_minor > 0
            """
        let difference = """
            ((\(kept)) EXCEPT ALL (\(Self.salesByHand)))
            UNION ALL ((\(Self.salesByHand)) EXCEPT ALL (\(kept)))
            """
        #expect(try await connection.rows(kept).count > 1)
        #expect(try await connection.rows(difference).isEmpty)
        let zeros = try await connection.rows(
            "SELECT day FROM report.daily_sales WHERE reservations = 0 AND refunded_minor = 0"
        )
        let changed = try await connection.transaction { tx in try RebuildReports().run(in: tx) }
        #expect(changed == zeros.count)
    }

    @Test("corrects every table and names what was wrong")
    func corrects() async throws {
        let connection = try await ReportDatabase.create().connect()
        let shop = Shop(connection: connection)
        let ids = (0..<3).map { _ in UUID() }
        for (member, id) in ids.enumerated() {
            try await shop.reserve(id, member: member)
            try await shop.complete(id)
            try await shop.grant(10, to: member)
        }
        try await connection.drain()
        let tables = ["reservation", "payment", "member_points", "daily_sales"]
        var before: [[String]] = []
        for table in tables {
            before.append(try await connection.rows("SELECT * FROM report.\(table) ORDER BY 1"))
        }
        let surplus = UUID()
        try await connection.script(
            """
            UPDATE report.reservation SET status = 'pending' WHERE reservation_id = '\(ids[0])';
            DELETE FROM report.payment WHERE payment_id = '\(ids[1])';
            INSERT INTO report.member_points VALUES ('\(surplus)', 1, 0, '{}', '{}', 1);
            UPDATE report.daily_sales SET charged_minor = charged_minor + 1;
            """
        )
        let found = try await connection.query(CompareReports())
        #expect(
            Set(found.map { "\($0.table) \($0.kind.rawValue)" }) == [
                "reservation differs", "payment missing", "member_points surplus",
                "daily_sales differs",
            ]
        )
        #expect(found.count == 4)
        #expect(found.contains { $0.key == ids[1].uuidString.lowercased() })
        let changed = try await connection.transaction { tx in try RebuildReports().run(in: tx) }
        #expect(changed == 2 + 1 + 1 + 2)
        for (table, rows) in zip(tables, before) {
            let now = try await connection.rows("SELECT * FROM report.\(table) ORDER BY 1")
            #expect(now == rows)
        }
        let again = try await connection.transaction { tx in try RebuildReports().run(in: tx) }
        #expect(again == 0)
    }

    @Test("fills empty tables with what the drain would have written")
    func fromNothing() async throws {
        let connection = try await ReportDatabase.create().connect()
        var history = History(shop: Shop(connection: connection), seed: 99)
        for _ in 0..<60 { try await history.step() }
        let changed = try await connection.transaction { tx in try RebuildReports().run(in: tx) }
        #expect(changed > 10)
        let rebuilt = try await connection.rows("SELECT * FROM report.daily_sales ORDER BY 1, 2")
        #expect(try await connection.query(CompareReports()).isEmpty)
        try await connection.script(
            """
            TRUNCATE report.reservation, report.payment, report.member_points, report.daily_sales
            """
        )
        try await connection.drain()
        #expect(
            try await connection.rows("SELECT * FROM report.daily_sales ORDER BY 1, 2") == rebuilt
        )
    }
}
