public import Postgres

/// Where the report tables differ from what a rebuild would write; no rows when they are equal.
///
/// What was changed in the domain and not drained yet is a difference too: compare when the drain
/// is through. One statement, so everything is of one moment.
public struct CompareReports: Statement {
    /// A full join a table; days of zeros are the same as no row.
    public static let sql = """
        WITH \(SalesOfDetails.sql(details: "preorder.reported_reservation"))
        SELECT 'reservation', coalesce(kept.reservation_id, ours.reservation_id)::text,
               kept.reservation_id IS NULL, ours.reservation_id IS NULL
        FROM report.reservation AS kept
        FULL JOIN preorder.reported_reservation AS ours USING (reservation_id)
        WHERE ROW (kept.*) IS DISTINCT FROM ROW (ours.*)
        UNION ALL
        SELECT 'payment', coalesce(kept.payment_id, ours.payment_id)::text,
               kept.payment_id IS NULL, ours.payment_id IS NULL
        FROM report.payment AS kept
        FULL JOIN preorder.reported_payment AS ours USING (payment_id)
        WHERE ROW (kept.*) IS DISTINCT FROM ROW (ours.*)
        UNION ALL
        SELECT 'gift', coalesce(kept.gift_id, ours.gift_id)::text,
               kept.gift_id IS NULL, ours.gift_id IS NULL
        FROM report.gift AS kept
        FULL JOIN preorder.reported_gift AS ours USING (gift_id)
        WHERE ROW (kept.*) IS DISTINCT FROM ROW (ours.*)
        UNION ALL
        SELECT 'member_points', coalesce(kept.member_id, ours.member_id)::text,
               kept.member_id IS NULL, ours.member_id IS NULL
        FROM report.member_points AS kept
        FULL JOIN preorder.reported_points AS ours USING (member_id)
        WHERE ROW (kept.*) IS DISTINCT FROM ROW (ours.*)
        UNION ALL
        SELECT 'daily_sales', concat_ws(' ', day, country, currency, game_id),
               kept.reservations IS NULL, ours.reservations IS NULL
        FROM report.daily_sales AS kept
        FULL JOIN sale AS ours USING (day, country, currency, game_id)
        WHERE ROW (kept.*) IS DISTINCT FROM ROW (ours.*)
          AND (ours.day IS NOT NULL
               OR (kept.reservations, kept.gifts, kept.gross_minor, kept.discount_minor,
                   kept.points_minor, kept.charged_minor, kept.refunded_minor)
                  <> (0, 0, 0, 0, 0, 0, 0))
        """

    /// A comparison of all tables.
    public init() {}

    /// Reads one difference.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> ReportDifference {
        let table: String = try row.next()
        let key: String = try row.next()
        let isMissing: Bool = try row.next()
        let isSurplus: Bool = try row.next()
        return ReportDifference(
            table: table,
            key: key,
            kind: isMissing ? .missing : isSurplus ? .surplus : .differs
        )
    }
}
