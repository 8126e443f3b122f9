import Foundation
import Money
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("The report schema", .inTurn)
struct ReportViewTests {
    @Test("has a comment on every table, view, column and function, and on itself")
    func comments() async throws {
        let connection = try await ReportDatabase.create().connect()
        let objects = """
            SELECT 'relation' AS kind, c.oid, c.relname::text AS name, 0 AS position,
                   'pg_class'::regclass AS catalogue
            FROM pg_class AS c
            WHERE c.relnamespace = 'report'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p')
            UNION ALL
            SELECT 'column', c.oid, c.relname || '.' || a.attname, a.attnum, 'pg_class'::regclass
            FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'report'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p')
              AND a.attnum > 0 AND NOT a.attisdropped
            UNION ALL
            SELECT 'function', oid, proname, 0, 'pg_proc'::regclass FROM pg_proc
            WHERE pronamespace = 'report'::regnamespace
            UNION ALL
            SELECT 'schema', oid, nspname, 0, 'pg_namespace'::regclass FROM pg_namespace
            WHERE nspname = 'report'
            """
        #expect(try await connection.rows(objects).count > 100)
        let bare = """
            SELECT o.kind, o.name FROM (\(objects)) AS o
            WHERE NOT EXISTS (SELECT FROM pg_description AS d
                              WHERE d.objoid = o.oid AND d.classoid = o.catalogue
                                AND d.objsubid = o.position AND d.description <> '')
            """
        #expect(try await connection.rows(bare) == [])
    }

    @Test("is all that a reader needs")
    func reader() async throws {
        let database = try await ReportDatabase.create()
        let connection = try await database.connect()
        let role = "reader_\(database.name.suffix(8))"
        try await connection.script(
            """
            CREATE ROLE \(role) LOGIN;
            GRANT USAGE ON SCHEMA report TO \(role);
            GRANT SELECT ON ALL TABLES IN SCHEMA report TO \(role);
            """
        )
        try await Shop(connection: connection).grant(5, to: 0)
        try await connection.drain()
        let names = try await connection.rows(
            """
            SELECT relname FROM pg_class
            WHERE relnamespace = 'report'::regnamespace AND relkind IN ('r', 'v')
            """
        )
        #expect(names.count >= 13)
        let reader = try await database.connect(user: role)
        for name in names {
            try await reader.script("SELECT * FROM report.\(name.trimming())")
        }
        await #expect(throws: PostgresError.self) {
            try await reader.script("SELECT * FROM preorder.member")
        }
    }

    @Test("shows points that expire within 30 days, and what is owed by day and currency")
    func points() async throws {
        let connection = try await ReportDatabase.create().connect()
        let shop = Shop(connection: connection)
        try await connection.script("UPDATE outbox.clock SET simulated_at = '2026-03-01Z'")
        try await shop.grant(10, to: 0, expires: "2026-03-30T23:59:59Z")
        try await shop.grant(20, to: 0, expires: "2026-03-31T00:00:00Z")
        try await shop.grant(40, to: 0, posted: "2026-02-03T15:00:00Z")
        try await shop.grant(7, to: 10)
        try await connection.drain()
        #expect(
            try await connection.rows(
                "SELECT available, held, expiring_soon FROM report.point_balance ORDER BY 1 DESC"
            )
                == ["(70,0,10)", "(7,0,0)"]
        )
        try await connection.script("UPDATE outbox.clock SET simulated_at = '2026-03-02Z'")
        #expect(
            try await connection.rows(
                "SELECT expiring_soon FROM report.point_balance ORDER BY available DESC"
            )
                == ["(30)", "(0)"]
        )
        // A point is worth 2 cents in the United States, and 31 January there when it is February
        // in UTC.
        #expect(
            try await connection.rows(
                "SELECT * FROM report.point_liability ORDER BY currency, day"
            )
                == [
                    "(2026-02-01,KRW,30,0,30,30)", "(2026-02-04,KRW,40,0,70,70)",
                    "(2026-01-31,USD,7,0,7,14)",
                ]
        )
    }

    @Test("shows revenue as deferred until release or refund")
    func deferred() async throws {
        let connection = try await ReportDatabase.create().connect()
        let shop = Shop(connection: connection)
        let query = """
            SELECT currency, reservations, charged_minor, points_minor FROM report.deferred_revenue
            """
        let (kept, refunded, pending) = (UUID(), UUID(), UUID())
        for id in [kept, refunded, pending] { try await shop.reserve(id) }
        #expect(try await connection.rows(query).isEmpty)
        for id in [kept, refunded] { try await shop.complete(id) }
        try await shop.requestRefund(refunded)
        #expect(try await connection.rows(query) == ["(KRW,2,2000,400)"])
        try await shop.completeRefund(refunded, at: "2026-02-06Z")
        #expect(try await connection.rows(query) == ["(KRW,1,1000,200)"])
        try await connection.script(
            "UPDATE preorder.reservation SET status = 'released' WHERE status = 'reserved'"
        )
        #expect(try await connection.rows(query).isEmpty)
    }

    @Test("counts the days left for a refund in the country's zone, until it completes")
    func refundDue() async throws {
        let connection = try await ReportDatabase.create().connect()
        let shop = Shop(connection: connection)
        let id = UUID()
        try await shop.reserve(id)
        try await shop.complete(id)
        try await shop.requestRefund(id)
        let query = "SELECT amount_minor, currency, due_on, days_left, state FROM report.refund_due"
        // 15:00 UTC is midnight in Seoul.
        for (instant, left) in [("2026-02-08T14:59:59Z", 2), ("2026-02-08T15:00:00Z", 1)] {
            try await connection.script("UPDATE outbox.clock SET simulated_at = '\(instant)'")
            #expect(
                try await connection.rows(query) == ["(900,KRW,2026-02-10,\(left),pending)"]
            )
        }
        try await shop.completeRefund(id, at: "2026-02-09Z")
        #expect(try await connection.rows(query).isEmpty)
    }

    @Test("prints daily sales by country and payments by status")
    func queries() async throws {
        let connection = try await ReportDatabase.create().connect()
        let shop = Shop(connection: connection)
        let ids = (0..<3).map { _ in UUID() }
        for id in ids { try await shop.reserve(id) }
        let american = UUID()
        try await shop.reserve(american, country: "US", member: 10)
        for id in ids.dropFirst() + [american] { try await shop.complete(id) }
        try await connection.drain()
        let sales = try await connection.query(
            DailySales(from: "2026-02-01", through: "2026-02-28")
        )
        #expect(sales.map(\.country) == ["US", "KR"])
        #expect(sales.map(\.charged.decimalString) == ["10.00", "2000"])
        #expect(sales.map(\.reservations) == [1, 2])
        let korean = try await connection.query(
            DailySales(from: "2026-02-02", through: "2026-02-02", country: "KR")
        )
        #expect(korean == sales.filter { $0.country == "KR" })
        #expect(
            try await connection.query(DailySales(from: "2026-02-03", through: "2026-02-28")) == []
        )
        let payments = try await connection.query(PaymentsByStatus())
        #expect(
            payments.map { "\($0.status) \($0.payments) \($0.amount.decimalString)" }
                == ["completed 2 2000", "completed 1 10.00", "pending 1 1000"]
        )
    }
}

extension String {
    /// A row of one text column without its parentheses.
    fileprivate func trimming() -> String { trimmingCharacters(in: ["(", ")"]) }
}
