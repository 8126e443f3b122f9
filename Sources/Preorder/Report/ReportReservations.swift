import Foundation
import Postgres

/// Refreshes reservations and, by the difference that each makes, the daily sales.
///
/// Changes one row a day that changed. Requires `LockReportLanes`: the rows as they were must be
/// those that are replaced.
struct ReportReservations: Statement {
    static let columns = """
        reservation_id, member_id, owner_id, game_id, country, currency, list_minor,
        discount_minor, points_used, points_minor, charged_minor, refunded_minor, status, is_gift,
        created_at, reserved_at, reserved_on, refunded_at, refunded_on, version
        """

    // A day whose sums do not change is not touched: most versions change only a status, and
    // today's rows are the ones that all drains share.
    static let sql = """
        WITH before AS MATERIALIZED (
            SELECT kept AS detail FROM report.reservation AS kept
            WHERE kept.reservation_id = ANY ($1)
        ), after AS (
            INSERT INTO report.reservation AS kept (\(columns))
            SELECT \(columns) FROM preorder.reported_reservation
            WHERE reservation_id = ANY ($1)
            ORDER BY reservation_id
            ON CONFLICT (reservation_id) DO UPDATE SET (\(columns)) = ROW (excluded.*)
            WHERE kept.version < excluded.version
            RETURNING kept AS detail
        ), difference AS (
            SELECT 1 AS sign, sale.*
            FROM after CROSS JOIN LATERAL report.sales_of(after.detail) AS sale
            UNION ALL
            SELECT -1, sale.*
            FROM after
            JOIN before ON (before.detail).reservation_id = (after.detail).reservation_id
            CROSS JOIN LATERAL report.sales_of(before.detail) AS sale
        ), total AS (
            SELECT day, country, currency, game_id, sum(sign * reservations) AS reservations,
                   sum(sign * gifts) AS gifts, sum(sign * gross_minor) AS gross_minor,
                   sum(sign * discount_minor) AS discount_minor,
                   sum(sign * points_minor) AS points_minor,
                   sum(sign * charged_minor) AS charged_minor,
                   sum(sign * refunded_minor) AS refunded_minor
            FROM difference
            GROUP BY day, country, currency, game_id
        )
        INSERT INTO report.daily_sales AS kept
            (day, country, currency, game_id, reservations, gifts, gross_minor, discount_minor,
             points_minor, charged_minor, refunded_minor)
        SELECT * FROM total
        WHERE (reservations, gifts, gross_minor, discount_minor, points_minor, charged_minor,
               refunded_minor) <> (0, 0, 0, 0, 0, 0, 0)
        ORDER BY day, country, currency, game_id
        ON CONFLICT (day, country, currency, game_id) DO UPDATE
        SET reservations = kept.reservations + excluded.reservations,
            gifts = kept.gifts + excluded.gifts,
            gross_minor = kept.gross_minor + excluded.gross_minor,
            discount_minor = kept.discount_minor + excluded.discount_minor,
            points_minor = kept.points_minor + excluded.points_minor,
            charged_minor = kept.charged_minor + excluded.charged_minor,
            refunded_minor = kept.refunded_minor + excluded.refunded_minor
        """

    let reservationIDs: [UUID]

    var bindings: [any Bindable] { [reservationIDs] }
}
