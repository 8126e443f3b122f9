import Foundation
import Outbox
import Postgres

extension Transaction {
    /// Writes a refund of a completed payment whose reservation is locked; returns its id.
    ///
    /// Locks in everyone's order: the reservation (done), its queued points messages, the member's
    /// balance. Points earned and not credited yet are not credited any more; credited ones are
    /// held until the cash has gone back.
    borrowing func openRefund(
        of found: Refundable,
        cause: RefundCause,
        by requestedBy: String,
        traceparent: String? = nil
    ) throws -> UUID {
        let (refundID, now) = (UUID.ordered(at: found.now), found.now)
        _ = try voidUnsent(
            found.earnMessageID.map { [$0] } ?? [],
            channel: "points",
            key: found.reservationID,
            reason: "refunded before it was credited",
            by: requestedBy,
            at: now
        )
        _ = try first(LockBalance(memberID: found.memberID))
        let earned = try only(ReadEarned(reservationID: found.reservationID, now: now))
        let held = try only(
            HoldClawBack(refundID: refundID, of: found, points: earned)
        )
        let quote = RefundQuote(
            chargedMinor: found.chargedMinor,
            incrementMinor: found.incrementMinor,
            pointMinor: found.pointMinor,
            pointsUsed: found.pointsUsed,
            pointsEarned: earned,
            pointsAtHand: held
        )
        let refund = NewRefund(
            refundID: refundID,
            paymentID: found.paymentID,
            reservationID: found.reservationID,
            cause: cause,
            compensates: found.chargeMessageID,
            cashMinor: quote.cashMinor,
            pointsRestored: quote.pointsRestored,
            pointsClawedBack: quote.pointsClawedBack,
            pointsDeducted: quote.pointsDeducted,
            pointsWrittenOff: quote.pointsWrittenOff,
            requestedBy: requestedBy
        )
        try begin(refund, of: found, holds: held > 0, traceparent)
        if refund.cashMinor == 0 {
            try settleRefunds(
                [RefundFinding(refundID: refundID, event: .applied(gatewayRefundID: nil))],
                at: now
            )
        }
        return refundID
    }

    private borrowing func begin(
        _ refund: NewRefund,
        of found: Refundable,
        holds: Bool,
        _ traceparent: String?
    ) throws {
        try execute(InsertRefunds(refunds: [refund], now: found.now))
        try execute(BeginRefund(paymentID: found.paymentID))
        try execute(
            MoveReservations(
                reservationIDs: [found.reservationID],
                statuses: [.refunding],
                now: found.now
            )
        )
        var drafts: [MessageDraft] = []
        if refund.cashMinor > 0 { drafts.append(try refund.draft(traceparent)) }
        var payload = MessagePayload()
        payload.reservationID = found.reservationID
        drafts.append(
            MessageDraft(
                channel: "reports",
                kind: "reservation",
                key: found.reservationID,
                payload: try payload.json(),
                traceparent: traceparent
            )
        )
        try write(drafts, at: found.now)
        if holds { try reportBalances(of: [found.memberID], at: found.now) }
    }
}

/// Points that a reservation earned and that did not expire unused; one row.
///
/// What lapsed counts as expired, whether the sweep was there or not.
struct ReadEarned: Statement {
    static let sql = """
        SELECT coalesce(sum(e.amount), 0)::bigint
               - (SELECT coalesce(sum(l.expired + CASE WHEN l.expires_at <= $2 THEN l.remaining
                                                       ELSE 0 END), 0)::bigint
                  FROM preorder.point_lot AS l WHERE l.earned_by = $1)
        FROM preorder.point_entry AS e
        WHERE e.reservation_id = $1 AND e.kind = 'earn'
        """

    let reservationID: UUID
    let now: Timestamp

    var bindings: [any Bindable] { [reservationID, now] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}

/// Holds up to a number of a member's points for a refund, under the balance's lock: those that the
/// reservation earned first, then first-to-expire; returns how many.
struct HoldClawBack: Statement {
    static let sql = """
        WITH \(TakenLots.sql(member: "$3", points: "$4", now: "$5",
                              first: "(earned_by = $2) IS TRUE DESC,")), total AS (
            SELECT coalesce(sum(amount), 0)::bigint AS points FROM taken
        ), held AS (
            INSERT INTO preorder.point_hold (holder_id, lot_id, amount)
            SELECT $1, lot_id, amount FROM taken
        ), moved AS (
            UPDATE preorder.point_balance AS b
            SET available = b.available - total.points, held = b.held + total.points
            FROM total WHERE b.member_id = $3 AND total.points > 0
        ), posted AS (
            INSERT INTO preorder.point_entry
                (kind, debit, credit, member_id, amount, reservation_id, refund_id, posted_at)
            SELECT 'hold', 'available', 'held', $3, points, $2, $1, $5::timestamptz
            FROM total WHERE points > 0
        )
        SELECT points FROM total
        """

    let refundID: UUID
    let found: Refundable
    let points: Int64

    init(refundID: UUID, of found: Refundable, points: Int64) {
        self.refundID = refundID
        self.found = found
        self.points = points
    }

    var bindings: [any Bindable] {
        [refundID, found.reservationID, found.memberID, points, found.now]
    }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}

/// Moves a completed payment to refunding; one row.
struct BeginRefund: Statement {
    static let sql = """
        UPDATE preorder.payment SET status = 'refunding'
        WHERE payment_id = $1 AND status = 'completed'
        """

    let paymentID: UUID

    var bindings: [any Bindable] { [paymentID] }
}
