import Foundation
import Postgres

/// Refreshes the gifts of reservations; one row each whose version is new.
struct ReportGifts: Statement {
    static let columns = """
        gift_id, reservation_id, sender_id, recipient_id, game_id, country, status, created_at,
        offered_at, offered_on, expires_at, closed_at, refund_status, refunded_at, version
        """

    static let sql = """
        INSERT INTO report.gift AS kept (\(columns))
        SELECT \(columns) FROM preorder.reported_gift
        WHERE reservation_id = ANY ($1)
        ORDER BY gift_id
        ON CONFLICT (gift_id) DO UPDATE SET (\(columns)) = ROW (excluded.*)
        WHERE kept.version < excluded.version
        """

    let reservationIDs: [UUID]

    var bindings: [any Bindable] { [reservationIDs] }
}
