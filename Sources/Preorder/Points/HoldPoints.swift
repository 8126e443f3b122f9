import Foundation
import Postgres

/// Locks a member's balance, the lock of everyone who moves points; returns what is available, no
/// row for a member without one.
struct LockBalance: Statement {
    static let sql =
        "SELECT available FROM preorder.point_balance WHERE member_id = $1 FOR UPDATE"

    let memberID: UUID

    var bindings: [any Bindable] { [memberID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}

/// Holds points for a reservation, first-to-expire first, under the balance's lock; returns how
/// many were held, fewer than asked for when lots have lapsed.
struct HoldPoints: Statement {
    static let sql = """
        WITH asked AS (
            SELECT $2::uuid AS holder_id, $1::uuid AS member_id, $3::bigint AS points
        ), \(TakenLots.sql(now: "$4")), held AS (
            INSERT INTO preorder.point_hold (holder_id, lot_id, amount)
            SELECT holder_id, lot_id, amount FROM taken
        ), moved AS (
            UPDATE preorder.point_balance
            SET available = available - $3, held = held + $3
            WHERE member_id = $1
        ), posted AS (
            INSERT INTO preorder.point_entry
                (kind, debit, credit, member_id, amount, reservation_id, posted_at)
            VALUES ('hold', 'available', 'held', $1, $3, $2, $4)
        )
        SELECT coalesce(sum(amount), 0)::bigint FROM taken
        """

    let memberID: UUID
    let reservationID: UUID
    let points: Int64
    let now: Timestamp

    var bindings: [any Bindable] { [memberID, reservationID, points, now] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}
