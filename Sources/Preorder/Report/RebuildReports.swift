public import Postgres

/// Makes the report tables what the domain says, whatever they held; `reservoir-admin` calls it.
///
/// Rows that are right stay untouched, so a rebuild of correct tables writes nothing. Drains of
/// reports wait until it commits; readers go on and see the old rows until then.
public struct RebuildReports: Sendable {
    /// A rebuild of all tables.
    public init() {}

    /// Rebuilds in the transaction at hand, which should hold no other lock.
    ///
    /// - Returns: how many rows were removed or written; 0 when everything was right.
    /// - Throws: `PostgresError`; with a deadline that suits the number of reservations.
    public func run(
        in tx: borrowing Transaction,
        deadline: Duration = .seconds(3600)
    ) throws(PostgresError) -> Int {
        try tx.execute(LockReportTables(), deadline: deadline)
        var changed = try tx.execute(RemoveWrongPayments(), deadline: deadline)
        changed += try tx.execute(AddMissingPayments(), deadline: deadline)
        changed += try tx.execute(RemoveWrongGifts(), deadline: deadline)
        changed += try tx.execute(AddMissingGifts(), deadline: deadline)
        changed += try tx.execute(RemoveWrongPoints(), deadline: deadline)
        changed += try tx.execute(AddMissingPoints(), deadline: deadline)
        changed += try tx.execute(RemoveWrongReservations(), deadline: deadline)
        changed += try tx.execute(AddMissingReservations(), deadline: deadline)
        changed += try tx.execute(RemoveWrongSales(), deadline: deadline)
        changed += try tx.execute(AddMissingSales(), deadline: deadline)
        return changed
    }
}

/// Keeps drains away, in the order in which they take the tables.
private struct LockReportTables: Statement {
    static let sql = """
        LOCK TABLE report.payment, report.gift, report.member_points, report.reservation,
                   report.daily_sales
        IN SHARE ROW EXCLUSIVE MODE
        """
}

private struct RemoveWrongPayments: Statement {
    static let sql = """
        DELETE FROM report.payment AS kept
        WHERE NOT EXISTS (
            SELECT FROM preorder.reported_payment AS right_row
            WHERE right_row.payment_id = kept.payment_id
              AND ROW (right_row.*) IS NOT DISTINCT FROM ROW (kept.*))
        """
}

private struct AddMissingPayments: Statement {
    static let sql = """
        INSERT INTO report.payment (\(ReportPayments.columns))
        SELECT \(ReportPayments.columns) FROM preorder.reported_payment
        ON CONFLICT (payment_id) DO NOTHING
        """
}

private struct RemoveWrongGifts: Statement {
    static let sql = """
        DELETE FROM report.gift AS kept
        WHERE NOT EXISTS (
            SELECT FROM preorder.reported_gift AS right_row
            WHERE right_row.gift_id = kept.gift_id
              AND ROW (right_row.*) IS NOT DISTINCT FROM ROW (kept.*))
        """
}

private struct AddMissingGifts: Statement {
    static let sql = """
        INSERT INTO report.gift (\(ReportGifts.columns))
        SELECT \(ReportGifts.columns) FROM preorder.reported_gift
        ON CONFLICT (gift_id) DO NOTHING
        """
}

private struct RemoveWrongPoints: Statement {
    static let sql = """
        DELETE FROM report.member_points AS kept
        WHERE NOT EXISTS (
            SELECT FROM preorder.reported_points AS right_row
            WHERE right_row.member_id = kept.member_id
              AND ROW (right_row.*) IS NOT DISTINCT FROM ROW (kept.*))
        """
}

private struct AddMissingPoints: Statement {
    static let sql = """
        INSERT INTO report.member_points (\(ReportPoints.columns))
        SELECT \(ReportPoints.columns) FROM preorder.reported_points
        ON CONFLICT (member_id) DO NOTHING
        """
}

private struct RemoveWrongReservations: Statement {
    static let sql = """
        DELETE FROM report.reservation AS kept
        WHERE NOT EXISTS (
            SELECT FROM preorder.reported_reservation AS right_row
            WHERE right_row.reservation_id = kept.reservation_id
              AND ROW (right_row.*) IS NOT DISTINCT FROM ROW (kept.*))
        """
}

private struct AddMissingReservations: Statement {
    static let sql = """
        INSERT INTO report.reservation (\(ReportReservations.columns))
        SELECT \(ReportReservations.columns) FROM preorder.reported_reservation
        ON CONFLICT (reservation_id) DO NOTHING
        """
}

private struct RemoveWrongSales: Statement {
    static let sql = """
        WITH \(SalesOfDetails.sql)
        DELETE FROM report.daily_sales AS kept
        WHERE NOT EXISTS (
            SELECT FROM sale AS right_row
            WHERE (right_row.day, right_row.country, right_row.currency, right_row.game_id)
                  = (kept.day, kept.country, kept.currency, kept.game_id)
              AND ROW (right_row.*) IS NOT DISTINCT FROM ROW (kept.*))
        """
}

private struct AddMissingSales: Statement {
    static let sql = """
        WITH \(SalesOfDetails.sql)
        INSERT INTO report.daily_sales SELECT * FROM sale
        ON CONFLICT (day, country, currency, game_id) DO NOTHING
        """
}
