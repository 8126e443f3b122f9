public import Foundation
import Outbox
public import Postgres

/// What is known about one reversal.
public struct ReversalFinding: Sendable {
    /// What happened.
    public enum Event: Sendable {
        /// The money went back under the gateway's id.
        case applied(gatewayRefundID: String)

        /// The gateway refuses; a person goes on.
        case refused(FailureReason)
    }

    /// The refund row of the reversal.
    public let refundID: UUID

    /// What happened to it.
    public let event: Event

    /// A finding about `refundID`.
    public init(refundID: UUID, event: Event) {
        self.refundID = refundID
        self.event = event
    }
}

extension Transaction {
    /// Writes findings about reversals into the books; known ones change nothing.
    ///
    /// Takes at most one finding a refund; returns the refunds that changed.
    public borrowing func settleReversals(
        _ findings: [ReversalFinding],
        at now: Timestamp
    ) throws -> Set<UUID> {
        guard !findings.isEmpty else { return [] }
        let open = try query(LockReversals(refundIDs: findings.map(\.refundID)))
        let byRefund = Dictionary(open.map { ($0.refundID, $0) }) { first, _ in first }
        var ends: [ReversalEnd] = []
        var drafts: [MessageDraft] = []
        for finding in findings {
            guard let reversal = byRefund[finding.refundID] else { continue }
            ends.append(ReversalEnd(reversal: reversal, event: finding.event))
            drafts += try reversal.followUps(finding.event)
        }
        guard !ends.isEmpty else { return [] }
        try execute(EndReversals(ends: ends, now: now))
        try execute(TouchReservations(reservationIDs: ends.map(\.reversal.reservationID)))
        try write(drafts, at: now)
        return Set(ends.map(\.reversal.refundID))
    }
}

/// A reversal that waits for its verdict, its reservation locked.
struct OpenReversal: Sendable {
    let refundID: UUID
    let paymentID: UUID
    let reservationID: UUID

    func followUps(_ event: ReversalFinding.Event) throws -> [MessageDraft] {
        var payload = MessagePayload()
        payload.reservationID = reservationID
        let report = MessageDraft(
            channel: "reports",
            kind: "reservation",
            key: reservationID,
            payload: try payload.json()
        )
        guard case .applied = event else { return [report] }
        payload.paymentID = paymentID
        payload.refundID = refundID
        let mail = MessageDraft(
            channel: "mail",
            kind: "charge_reversed",
            key: reservationID,
            payload: try payload.json()
        )
        return [mail, report]
    }
}

/// A reversal and how it ended.
struct ReversalEnd: Sendable {
    let reversal: OpenReversal
    let event: ReversalFinding.Event

    var gatewayRefundID: String? {
        guard case .applied(let id) = event else { return nil }
        return id
    }

    var reason: String? {
        guard case .refused(let reason) = event else { return nil }
        return reason.rawValue
    }
}

/// Pending reversals with their reservations locked, in reservation order.
struct LockReversals: Statement {
    static let sql = """
        SELECT f.refund_id, f.payment_id, f.reservation_id
        FROM preorder.refund AS f
        JOIN preorder.reservation AS r USING (reservation_id)
        WHERE f.refund_id = ANY ($1) AND f.cause = 'reversal'
          AND f.status IN ('pending', 'refused')
        ORDER BY f.reservation_id
        FOR UPDATE OF r, f
        """

    let refundIDs: [UUID]

    var bindings: [any Bindable] { [refundIDs] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> OpenReversal {
        try OpenReversal(
            refundID: row.next(),
            paymentID: row.next(),
            reservationID: row.next()
        )
    }
}

/// Ends reversals: the refund row and the payment's state together.
struct EndReversals: Statement {
    static let sql = """
        WITH ended AS (
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])
                AS e (refund_id, gateway_refund_id, reason)
        ), refund AS (
            UPDATE preorder.refund AS f
            SET status = CASE WHEN e.reason IS NULL THEN 'completed' ELSE 'refused' END,
                gateway_refund_id = e.gateway_refund_id, failure_reason = e.reason,
                completed_at = CASE WHEN e.reason IS NULL THEN $4::timestamptz END
            FROM ended AS e WHERE f.refund_id = e.refund_id
            RETURNING f.payment_id, f.cash_minor, f.status
        )
        UPDATE preorder.payment AS p
        SET status = CASE WHEN refund.status = 'completed' THEN 'reversed'
                          ELSE 'reversal_failed' END,
            refunded_minor = p.refunded_minor
                + CASE WHEN refund.status = 'completed' THEN refund.cash_minor ELSE 0 END
        FROM refund WHERE p.payment_id = refund.payment_id
        """

    let ends: [ReversalEnd]
    let now: Timestamp

    var bindings: [any Bindable] {
        [
            ends.map(\.reversal.refundID), ends.map(\.gatewayRefundID), ends.map(\.reason), now,
        ]
    }
}

/// Gives reservations a new version, so that reports look again.
struct TouchReservations: Statement {
    static let sql =
        "UPDATE preorder.reservation SET version = version + 1 WHERE reservation_id = ANY ($1)"

    let reservationIDs: [UUID]

    var bindings: [any Bindable] { [reservationIDs] }
}
