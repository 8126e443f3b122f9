import Foundation
import Money
import Outbox
import Postgres

/// A refund about to be written.
struct NewRefund: Sendable {
    let refundID: UUID
    let paymentID: UUID
    let reservationID: UUID
    let cause: String
    let compensates: Int64?
    let cashMinor: Int64
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
            cause: "reversal",
            compensates: messageID,
            cashMinor: charge.amount.amountMinor,
            requestedBy: "system"
        )
    }

    /// The message that carries it out; it names what it compensates.
    func draft() throws -> MessageDraft {
        var payload = MessagePayload()
        payload.reservationID = reservationID
        payload.paymentID = paymentID
        payload.refundID = refundID
        return MessageDraft(
            channel: "payments",
            kind: cause == "reversal" ? "reverse" : "refund",
            key: reservationID,
            payload: try payload.json(),
            compensates: compensates
        )
    }
}

/// Inserts refunds; a second live one of a payment, or a second reversal, violates a constraint.
struct InsertRefunds: Statement {
    static let sql = """
        INSERT INTO preorder.refund (refund_id, payment_id, reservation_id, cause, compensates,
            cash_minor, status, requested_by, requested_at)
        SELECT refund_id, payment_id, reservation_id, cause, compensates, cash_minor, 'pending',
               requested_by, $8
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::bigint[],
                    $7::text[])
             AS r (refund_id, payment_id, reservation_id, cause, compensates, cash_minor,
                   requested_by)
        """

    let refunds: [NewRefund]
    let now: Timestamp

    var bindings: [any Bindable] {
        [
            refunds.map(\.refundID), refunds.map(\.paymentID), refunds.map(\.reservationID),
            refunds.map(\.cause), refunds.map(\.compensates), refunds.map(\.cashMinor),
            refunds.map(\.requestedBy), now,
        ]
    }
}
