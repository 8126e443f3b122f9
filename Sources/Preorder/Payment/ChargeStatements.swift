import Foundation
import Money
import Postgres

/// Payments with their reservations, the reservations locked in id order; one row a payment.
struct LockChargeCases: Statement {
    static let sql = """
        SELECT p.payment_id, r.reservation_id, r.member_id, p.status, r.status,
               p.withdrawn_at IS NOT NULL, r.is_gift, p.amount_minor, p.currency, r.points_used,
               floor(p.amount_minor::numeric * c.earn_rate_basis_points
                     / (10000::numeric * c.point_minor))::bigint,
               p.deadline_at, p.gateway_payment_id
        FROM preorder.payment AS p
        JOIN preorder.reservation AS r USING (reservation_id)
        JOIN preorder.policy AS c ON c.country = r.country
        WHERE p.payment_id = ANY ($1)
        ORDER BY r.reservation_id
        FOR UPDATE OF r, p
        """

    let paymentIDs: [UUID]

    var bindings: [any Bindable] { [paymentIDs] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> ChargeCase {
        let paymentID: UUID = try row.next()
        let reservationID: UUID = try row.next()
        let memberID: UUID = try row.next()
        let status: PaymentStatus = try row.nextStatus(Self.name)
        let reservationStatus: ReservationStatus = try row.nextStatus(Self.name)
        let isWithdrawn: Bool = try row.next()
        let isGift: Bool = try row.next()
        let amount = try row.nextMoney(Self.name)
        return try ChargeCase(
            paymentID: paymentID,
            reservationID: reservationID,
            memberID: memberID,
            status: status,
            reservationStatus: reservationStatus,
            isWithdrawn: isWithdrawn,
            isGift: isGift,
            amount: amount,
            pointsUsed: row.next(),
            pointsEarned: row.next(),
            deadlineAt: row.next(),
            gatewayPaymentID: row.next()
        )
    }
}

/// Moves payments on; one row each.
struct MovePayments: Statement {
    static let sql = """
        UPDATE preorder.payment AS p
        SET status = m.status,
            gateway_payment_id = coalesce(m.gateway_payment_id, p.gateway_payment_id),
            failure_reason = coalesce(m.reason, p.failure_reason),
            action_url = m.action_url,
            completed_at = CASE WHEN m.status = 'completed' THEN $6 ELSE p.completed_at END,
            earn_message_id = coalesce(m.earn_message_id, p.earn_message_id)
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $7::bigint[])
             AS m (payment_id, status, gateway_payment_id, reason, action_url, earn_message_id)
        WHERE p.payment_id = m.payment_id
        """

    let moves: [PaymentMove]
    let now: Timestamp

    var bindings: [any Bindable] {
        [
            moves.map(\.paymentID), moves.map(\.status.rawValue), moves.map(\.gatewayPaymentID),
            moves.map { $0.reason?.rawValue }, moves.map(\.actionURL), now,
            moves.map(\.earnMessageID),
        ]
    }
}

/// A payment's next state and what was learnt with it.
struct PaymentMove: Sendable {
    let paymentID: UUID
    let status: PaymentStatus
    var gatewayPaymentID: String?
    var reason: FailureReason?
    var actionURL: String?
    var earnMessageID: Int64?
}

/// Moves reservations on and gives each a new version; one row each.
struct MoveReservations: Statement {
    static let sql = """
        UPDATE preorder.reservation AS r
        SET status = m.status, version = version + 1,
            reserved_at = CASE WHEN m.status = 'reserved' THEN coalesce(r.reserved_at, $3)
                               ELSE r.reserved_at END,
            closed_at = CASE WHEN m.status IN ('cancelled', 'refunded')
                             THEN coalesce(r.closed_at, $3) ELSE r.closed_at END,
            traceparent = coalesce($4, r.traceparent)
        FROM unnest($1::uuid[], $2::text[]) AS m (reservation_id, status)
        WHERE r.reservation_id = m.reservation_id
        """

    let reservationIDs: [UUID]
    let statuses: [ReservationStatus]
    let now: Timestamp

    /// The request that moves them; nil leaves the one before.
    var traceparent: String?

    var bindings: [any Bindable] {
        [reservationIDs, statuses.map(\.rawValue), now, traceparent]
    }
}

/// Removes what the buyer's client got from the gateway, once it is no longer needed.
struct WipeCredentials: Statement {
    static let sql = "DELETE FROM preorder.payment_credential WHERE payment_id = ANY ($1)"

    let paymentIDs: [UUID]

    var bindings: [any Bindable] { [paymentIDs] }
}
