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

    /// The order's number, as the gateway is given it.
    public let orderID: String

    /// How it is paid; nil when points pay for all of it.
    public let means: Means?

    /// Until when the buyer may authenticate and submit it; nil when there is nothing to submit.
    public let authenticateBy: Timestamp?

    /// Why it failed, as a stable code.
    public let failureReason: FailureReason?

    /// Where the buyer must go, while action is required.
    public let actionURL: String?

    /// What the buyer's client needs to authenticate a payment.
    public struct Means: Sendable, Hashable {
        /// The method's name, such as `card`.
        public let method: String

        /// The merchant account that charges it.
        public let account: String

        /// The account's gateway.
        public let gateway: String
    }
}

/// A member's payment; no row when it is not theirs.
public struct ReadPayment: Statement {
    /// At most one row.
    public static let sql = """
        SELECT p.payment_id, p.reservation_id, p.status, p.amount_minor, p.currency,
               p.failure_reason, CASE WHEN p.status = 'action_required' THEN p.action_url END,
               p.order_id, p.authenticate_by, p.method, p.account, a.gateway
        FROM preorder.payment AS p JOIN preorder.reservation AS r USING (reservation_id)
        LEFT JOIN preorder.gateway_account AS a USING (account)
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
        let actionURL: String? = try row.next()
        let orderID: String = try row.next()
        let authenticateBy: Timestamp? = try row.next()
        return PaymentState(
            paymentID: paymentID,
            reservationID: reservationID,
            status: status,
            amount: amount,
            orderID: orderID,
            means: try PaymentState.Means(&row),
            authenticateBy: authenticateBy,
            failureReason: reason.map(FailureReason.init),
            actionURL: actionURL
        )
    }
}

extension PaymentState.Means {
    /// Method, account and gateway, which are there together or not at all.
    fileprivate init?(_ row: inout RowDecoder) throws(PostgresError) {
        let method: String? = try row.next()
        let account: String? = try row.next()
        let gateway: String? = try row.next()
        guard let method, let account, let gateway else { return nil }
        self.init(method: method, account: account, gateway: gateway)
    }
}
