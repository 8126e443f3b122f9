import Batch
import Foundation
import Postgres

/// What the demo ends with: the report tables and whether the books agree.
struct Verdict: Sendable {
    let sales: Table
    let payments: Table
    let promises: [(promise: String, broken: Int)]
    let example: String?
    let seed: UInt64

    var isClean: Bool { promises.allSatisfy { $0.broken == 0 } }

    static func reach(
        _ connection: Connection,
        truth: String,
        seed: UInt64
    ) async throws -> Verdict {
        try await connection.script(Self.helpers)
        try await connection.execute(InsertTruth(document: truth))
        let sql = try SQLDirectory(option: nil, settings: SettingsReader()).path
        try await connection.script(
            try String(contentsOfFile: sql + "/verdict.sql", encoding: .utf8)
        )
        return Verdict(
            sales: Table(
                title: "Sales by day and country (report.daily_sales)",
                headings: [
                    "day", "country", "reservations", "list", "discount", "points", "charged",
                    "refunded",
                ],
                rows: try await connection.query(ReadSales())
            ),
            payments: Table(
                title: "Payments (report.payment)",
                headings: ["account", "status", "reason", "payments", "amount", "refunded"],
                rows: try await connection.query(ReadPayments())
            ),
            promises: try await connection.query(ReadPromises()),
            example: try await connection.first(ReadExample()),
            seed: seed
        )
    }

    /// Amounts in major units: the demo's currencies have 0, 2 or 3 digits.
    private static let helpers = """
        CREATE TEMP TABLE truth (document jsonb);
        CREATE FUNCTION pg_temp.major(minor numeric, currency text) RETURNS text LANGUAGE sql AS $$
            SELECT to_char(minor / CASE currency WHEN 'KRW' THEN 1 WHEN 'JPY' THEN 1
                                                 WHEN 'KWD' THEN 1000 ELSE 100 END,
                           CASE currency WHEN 'KRW' THEN 'FM999,999,999,990'
                                         WHEN 'JPY' THEN 'FM999,999,999,990'
                                         WHEN 'KWD' THEN 'FM999,999,990.000'
                                         ELSE 'FM999,999,990.00' END) || ' ' || currency
        $$
        """

    /// The tables and the verdict as a person reads them.
    var page: String {
        let checks = promises.map { row in
            row.broken == 0 ? "  ✓ \(row.promise)" : "  ✗ \(row.promise): \(row.broken)"
        }
        let judgement =
            isClean ? "The books agree." : "THE BOOKS DO NOT AGREE. Repeat with --seed \(seed)."
        return [
            "", sales.text, "", payments.text, "", "Verdict", checks.joined(separator: "\n"), "",
            judgement,
            example.map { "Follow one while it is kept (--keep): reservoir-admin explain \($0)" }
                ?? "",
        ].joined(separator: "\n")
    }

    /// The verdict for machines.
    func json() throws -> String {
        let rows = promises.map { row in
            JSONValue.object([
                "promise": .string(row.promise), "broken": .integer(Int64(row.broken)),
            ])
        }
        return try JSONValue.object([
            "seed": .integer(Int64(bitPattern: seed)), "agree": .bool(isClean),
            "promises": .array(rows),
        ]).text()
    }
}

/// Loads what the gateway and the mailboxes know.
struct InsertTruth: Statement {
    static let sql = "INSERT INTO truth (document) VALUES ($1::jsonb)"

    let document: String

    var bindings: [any Bindable] { [document] }
}

/// One row a promise, in order.
struct ReadPromises: Statement {
    static let sql = "SELECT promise, broken FROM verdict ORDER BY place"

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (promise: String, broken: Int) {
        try (row.next(), row.next())
    }
}

/// Sales, amounts in major units.
struct ReadSales: Statement {
    static let sql = """
        SELECT ARRAY[day::text, s.country, sum(reservations)::text,
                     pg_temp.major(sum(gross_minor), s.currency),
                     pg_temp.major(sum(discount_minor), s.currency),
                     pg_temp.major(sum(points_minor), s.currency),
                     pg_temp.major(sum(charged_minor), s.currency),
                     pg_temp.major(sum(refunded_minor), s.currency)]
        FROM report.daily_sales AS s
        GROUP BY day, s.country, s.currency
        ORDER BY day, s.country
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> [String] { try row.next() }
}

/// Payments by account and state, amounts in major units.
struct ReadPayments: Statement {
    static let sql = """
        SELECT ARRAY[coalesce(account, '(points)'), status, coalesce(failure_reason, ''),
                     count(*)::text, pg_temp.major(sum(amount_minor), currency),
                     pg_temp.major(sum(refunded_minor), currency)]
        FROM report.payment
        GROUP BY account, status, failure_reason, currency
        ORDER BY account NULLS LAST, status, failure_reason
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> [String] { try row.next() }
}

/// A reservation to follow with `reservoir-admin explain`.
struct ReadExample: Statement {
    static let sql = """
        SELECT reservation_id::text FROM preorder.reservation
        WHERE status = 'reserved' ORDER BY points_used > 0 AND charged_minor > 0 DESC, reserved_at
        LIMIT 1
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
}
