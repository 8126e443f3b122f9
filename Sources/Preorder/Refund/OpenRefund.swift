import Foundation
import Outbox
import Postgres

extension Transaction {
    /// Writes a refund of a completed payment whose reservation is locked; returns its id.
    borrowing func openRefund(
        of found: Refundable,
        cause: RefundCause,
        by requestedBy: String
    ) throws -> UUID? {
        try openRefunds([(found, cause)], by: requestedBy)[found.reservationID]
    }

    /// Writes refunds of completed payments whose reservations are locked; returns their ids by
    /// reservation.
    ///
    /// Locks in everyone's order: the reservations (done), their queued points messages, the
    /// members' balances in id order. Points earned and not credited yet are not credited any
    /// more; credited ones are held until the cash has gone back.
    borrowing func openRefunds(
        _ founds: [(found: Refundable, cause: RefundCause)],
        by requestedBy: String
    ) throws -> [UUID: UUID] {
        guard let now = founds.first?.found.now else { return [:] }
        for (found, _) in founds {
            _ = try voidUnsent(
                found.earnMessageID.map { [$0] } ?? [],
                channel: "points",
                key: found.reservationID,
                reason: "refunded before it was credited",
                by: requestedBy,
                at: now
            )
        }
        try execute(LockAccounts(memberIDs: founds.map(\.found.memberID)))
        let refunds = try founds.map { found, cause in
            try holdBack(NewRefund.begun(of: found, cause: cause, by: requestedBy), of: found)
        }
        try begin(refunds, of: founds.map(\.found), at: now)
        try settleRefunds(
            refunds.filter { $0.cashMinor == 0 }.map {
                RefundFinding(refundID: $0.refundID, event: .applied(gatewayRefundID: nil))
            },
            at: now
        )
        return Dictionary(uniqueKeysWithValues: refunds.map { ($0.reservationID, $0.refundID) })
    }

    /// Holds the points that the reservation earned, as far as they are there; what the refund
    /// then comes to.
    private borrowing func holdBack(
        _ begun: NewRefund,
        of found: Refundable
    ) throws -> NewRefund {
        let earned = try only(ReadEarned(reservationID: found.reservationID, now: found.now))
        let held = try only(
            HoldClawBack(refundID: begun.refundID, of: found, points: earned)
        )
        let quote = RefundQuote(
            chargedMinor: found.chargedMinor,
            incrementMinor: found.incrementMinor,
            pointMinor: found.pointMinor,
            pointsUsed: found.pointsUsed,
            pointsEarned: earned,
            pointsAtHand: held
        )
        var refund = begun
        refund.cashMinor = quote.cashMinor
        refund.pointsRestored = quote.pointsRestored
        refund.pointsClawedBack = quote.pointsClawedBack
        refund.pointsDeducted = quote.pointsDeducted
        refund.pointsWrittenOff = quote.pointsWrittenOff
        return refund
    }

    private borrowing func begin(
        _ refunds: [NewRefund],
        of founds: [Refundable],
        at now: Timestamp
    ) throws {
        try execute(InsertRefunds(refunds: refunds, now: now))
        try execute(BeginRefunds(paymentIDs: refunds.map(\.paymentID)))
        try execute(
            MoveReservations(
                reservationIDs: refunds.map(\.reservationID),
                statuses: refunds.map { _ in .refunding },
                now: now
            )
        )
        var drafts: [MessageDraft] = []
        for refund in refunds {
            if refund.cashMinor > 0 { drafts.append(try refund.draft()) }
            var payload = MessagePayload()
            payload.reservationID = refund.reservationID
            drafts.append(
                MessageDraft(
                    channel: "reports",
                    kind: "reservation",
                    key: refund.reservationID,
                    payload: try payload.json()
                )
            )
        }
        try write(drafts, at: now)
        let holders = zip(refunds, founds).filter { $0.0.pointsClawedBack > 0 }
        try reportBalances(of: Set(holders.map(\.1.memberID)).sorted(), at: now)
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

/// Moves completed payments to refunding; one row each.
struct BeginRefunds: Statement {
    static let sql = """
        UPDATE preorder.payment SET status = 'refunding'
        WHERE payment_id = ANY ($1) AND status = 'completed'
        """

    let paymentIDs: [UUID]

    var bindings: [any Bindable] { [paymentIDs] }
}
