/// The daily sales as the reservations' details sum up, as the CTE `sale`.
enum SalesOfDetails {
    /// The columns are those of `report.daily_sales`, in their order.
    static let sql = sql(details: "report.reservation")

    /// The same over another table or view with the columns of `report.reservation`.
    static func sql(details: String) -> String {
        """
        sale AS MATERIALIZED (
            SELECT s.day, s.country, s.currency, s.game_id,
                   sum(s.reservations)::bigint AS reservations, sum(s.gifts)::bigint AS gifts,
                   sum(s.gross_minor)::bigint AS gross_minor,
                   sum(s.discount_minor)::bigint AS discount_minor,
                   sum(s.points_minor)::bigint AS points_minor,
                   sum(s.charged_minor)::bigint AS charged_minor,
                   sum(s.refunded_minor)::bigint AS refunded_minor
            FROM \(details) AS detail
            CROSS JOIN LATERAL report.sales_of(
                ROW (detail.*)::report.reservation) AS s
            GROUP BY s.day, s.country, s.currency, s.game_id
        )
        """
    }
}
