public import Foundation
public import Money
public import Postgres

/// A payment as its member sees it.
public struct PaymentState: Sendable {
    /// The payment.
    public let paymentID: UUID

    /// What it pays.
    public let reservationID: UUID

    /// Where it stands.
    public let status: PaymentStatus

    /// What is charged.
    public let amount: Money

    /// Why it failed, as a stable code.
    public let failureReason: FailureReason?

    /// Where the buyer must go, while action is required.
    public let actionURL: String?
}

/// A member's payment; no row when it is not theirs.
public struct ReadPayment: Statement {
    /// At most one row.
    public static let sql = """
        SELECT p.payment_id, p.reservation_id, p.status, p.amount_minor, p.currency,
               p.failure_reason, CASE WHEN p.status = 'action_required' THEN p.action_url END
        FROM preorder.payment AS p JOIN preorder.reservation AS r USING (reservation_id)
        WHERE p.payment_id = $1 AND r.member_id = $2
        """

    /// Which payment.
    public let paymentID: UUID

    /// Whose.
    public let memberID: UUID

    /// The payment `paymentID` of `memberID`.
    public init(paymentID: UUID, memberID: UUID) {
        self.paymentID = paymentID
        self.memberID = memberID
    }

    /// Payment and member.
    public var bindings: [any Bindable] { [paymentID, memberID] }

    /// The payment.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> PaymentState {
        let paymentID: UUID = try row.next()
        let reservationID: UUID = try row.next()
        let status: PaymentStatus = try row.nextStatus(Self.name)
        let amount = try row.nextMoney(Self.name)
        let reason: String? = try row.next()
        return try PaymentState(
            paymentID: paymentID,
            reservationID: reservationID,
            status: status,
            amount: amount,
            failureReason: reason.map(FailureReason.init),
            actionURL: row.next()
        )
    }
}
