import Foundation
import Postgres

/// Refreshes the payments of reservations; one row each whose version is new.
struct ReportPayments: Statement {
    static let columns = """
        payment_id, reservation_id, gateway, account, method, status, amount_minor,
        refunded_minor, currency, gateway_payment_id, created_at, completed_at, failure_reason,
        version
        """

    static let sql = """
        INSERT INTO report.payment AS kept (\(columns))
        SELECT \(columns) FROM preorder.reported_payment
        WHERE reservation_id = ANY ($1)
        ORDER BY payment_id
        ON CONFLICT (payment_id) DO UPDATE SET (\(columns)) = ROW (excluded.*)
        WHERE kept.version < excluded.version
        """

    let reservationIDs: [UUID]

    var bindings: [any Bindable] { [reservationIDs] }
}
