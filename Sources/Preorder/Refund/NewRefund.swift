import Foundation
import Money
import Outbox
import Postgres

/// A refund about to be written.
struct NewRefund: Sendable {
    let refundID: UUID
    let paymentID: UUID
    let reservationID: UUID
    let cause: RefundCause
    let compensates: Int64?
    var cashMinor: Int64
    var pointsRestored: Int64 = 0
    var pointsClawedBack: Int64 = 0
    var pointsDeducted: Int64 = 0
    var pointsWrittenOff: Int64 = 0
    let requestedBy: String

    /// Gives back in full a charge that took effect although its reservation was gone.
    static func reversal(
        of charge: ChargeCase,
        compensating messageID: Int64?,
        at now: Timestamp
    ) -> NewRefund {
        NewRefund(
            refundID: .ordered(at: now),
            paymentID: charge.paymentID,
            reservationID: charge.reservationID,
            cause: .reversal,
            compensates: messageID,
            cashMinor: charge.amount.amountMinor,
            requestedBy: "system"
        )
    }

    /// Gives back a completed payment; what it comes to is not known yet.
    static func begun(
        of found: Refundable,
        cause: RefundCause,
        by requestedBy: String
    ) -> NewRefund {
        NewRefund(
            refundID: .ordered(at: found.now),
            paymentID: found.paymentID,
            reservationID: found.reservationID,
            cause: cause,
            compensates: found.chargeMessageID,
            cashMinor: 0,
            requestedBy: requestedBy
        )
    }

    /// The same, coming to what `quote` says.
    func quoted(_ quote: RefundQuote) -> NewRefund {
        var refund = self
        refund.cashMinor = quote.cashMinor
        refund.pointsRestored = quote.pointsRestored
        refund.pointsClawedBack = quote.pointsClawedBack
        refund.pointsDeducted = quote.pointsDeducted
        refund.pointsWrittenOff = quote.pointsWrittenOff
        return refund
    }

    /// The message that carries it out; it names what it compensates.
    func draft() throws -> MessageDraft {
        var payload = MessagePayload()
        payload.reservationID = reservationID
        payload.paymentID = paymentID
        payload.refundID = refundID
        return MessageDraft(
            channel: "payments",
            kind: cause == .reversal ? "reverse" : "refund",
            key: reservationID,
            payload: try payload.json(),
            compensates: compensates
        )
    }
}

/// Inserts refunds, each due on the business day that the law of its country names; a second one
/// of a reservation violates `refund_once`.
struct InsertRefunds: Statement {
    static let sql = """
        INSERT INTO preorder.refund (refund_id, payment_id, reservation_id, cause, compensates,
            cash_minor, points_restored, points_clawed_back, points_deducted, points_written_off,
            status, requested_by, requested_at, due_on)
        SELECT n.refund_id, n.payment_id, n.reservation_id, n.cause, n.compensates, n.cash_minor,
               n.points_restored, n.points_clawed_back, n.points_deducted, n.points_written_off,
               'pending', n.requested_by, $12::timestamptz,
               preorder.business_day_after(r.country,
                   ($12::timestamptz AT TIME ZONE c.time_zone)::date, y.refund_business_days)
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::bigint[],
                    $7::text[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[])
             AS n (refund_id, payment_id, reservation_id, cause, compensates, cash_minor,
                   requested_by, points_restored, points_clawed_back, points_deducted,
                   points_written_off)
        JOIN preorder.reservation AS r USING (reservation_id)
        JOIN preorder.country AS c USING (country)
        JOIN preorder.policy AS y USING (country)
        """

    let refunds: [NewRefund]
    let now: Timestamp

    var bindings: [any Bindable] {
        [
            refunds.map(\.refundID), refunds.map(\.paymentID), refunds.map(\.reservationID),
            refunds.map(\.cause.rawValue), refunds.map(\.compensates), refunds.map(\.cashMinor),
            refunds.map(\.requestedBy), refunds.map(\.pointsRestored),
            refunds.map(\.pointsClawedBack), refunds.map(\.pointsDeducted),
            refunds.map(\.pointsWrittenOff), now,
        ]
    }
}
