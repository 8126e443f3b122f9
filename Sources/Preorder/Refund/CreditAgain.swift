import Foundation
import Outbox
import Postgres

extension Transaction {
    /// Asks for the points that payments earned and that were never credited, because a refund was
    /// requested before: its refusal stands, so they are the member's after all.
    ///
    /// The reservations are locked.
    borrowing func creditAgain(_ moves: [RefundMove], at now: Timestamp) throws {
        guard !moves.isEmpty else { return }
        let earnings = try query(ReadUncredited(paymentIDs: moves.map(\.refund.paymentID)))
        let drafts = try earnings.map { earning in
            var payload = MessagePayload()
            payload.reservationID = earning.reservationID
            payload.memberID = earning.memberID
            payload.points = earning.points
            return MessageDraft(
                channel: "points",
                kind: "earn",
                key: earning.reservationID,
                payload: try payload.json()
            )
        }
        let messageIDs = try writeAndTell(drafts, at: now)
        try execute(
            NoteEarnMessages(paymentIDs: earnings.map(\.paymentID), messageIDs: messageIDs)
        )
    }
}

/// Points that a payment earned and whose message was voided.
struct Uncredited: Sendable {
    let paymentID: UUID
    let reservationID: UUID
    let memberID: UUID
    let points: Int64
}

/// Those of the payments whose earning was voided; as many points as the message said, or, when
/// its day was dropped, as the policy says today.
struct ReadUncredited: Statement {
    static let sql = """
        SELECT p.payment_id, p.reservation_id, r.member_id, due.points
        FROM preorder.payment AS p
        JOIN preorder.reservation AS r USING (reservation_id)
        JOIN preorder.policy AS y ON y.country = r.country
        JOIN outbox.voided AS v ON v.message_id = p.earn_message_id
        CROSS JOIN LATERAL (
            SELECT coalesce(
                (SELECT (m.payload ->> 'points')::bigint FROM outbox.message AS m
                 WHERE m.id = p.earn_message_id),
                floor(p.amount_minor::numeric * y.earn_rate_basis_points
                      / (10000::numeric * y.point_minor))::bigint) AS points
        ) AS due
        WHERE p.payment_id = ANY ($1) AND due.points > 0
        ORDER BY p.reservation_id
        """

    let paymentIDs: [UUID]

    var bindings: [any Bindable] { [paymentIDs] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Uncredited {
        try Uncredited(
            paymentID: row.next(),
            reservationID: row.next(),
            memberID: row.next(),
            points: row.next()
        )
    }
}

/// Notes which messages credit what payments earned; one row each.
struct NoteEarnMessages: Statement {
    static let sql = """
        UPDATE preorder.payment AS p SET earn_message_id = m.message_id
        FROM unnest($1::uuid[], $2::bigint[]) AS m (payment_id, message_id)
        WHERE p.payment_id = m.payment_id
        """

    let paymentIDs: [UUID]
    let messageIDs: [Int64]

    var bindings: [any Bindable] { [paymentIDs, messageIDs] }
}
