public import Foundation
public import Money
public import Postgres

/// A refund as its member sees it.
public struct RefundState: Sendable {
    /// The refund.
    public let refundID: UUID

    /// What is given back.
    public let reservationID: UUID

    /// Where it stands.
    public let status: RefundStatus

    /// What goes back in cash.
    public let cash: Money

    /// Points used that come back.
    public let pointsRestored: Int64

    /// Points earned that are taken back.
    public let pointsClawedBack: Int64

    /// Until when the law wants it done, ISO 8601.
    public let dueOn: String?

    /// When it was done.
    public let completedAt: Timestamp?

    /// Why it is not, as a stable code.
    public let failureReason: FailureReason?
}

/// A member's refund; no row when it is not theirs.
public struct ReadRefund: Statement {
    /// At most one row.
    public static let sql = """
        SELECT f.refund_id, f.reservation_id, f.status, f.cash_minor, r.currency,
               f.points_restored, f.points_clawed_back, f.due_on::text, f.completed_at,
               f.failure_reason
        FROM preorder.refund AS f JOIN preorder.reservation AS r USING (reservation_id)
        WHERE f.refund_id = $1 AND r.member_id = $2
        """

    /// Which refund.
    public let refundID: UUID

    /// Whose.
    public let memberID: UUID

    /// The refund `refundID` of `memberID`.
    public init(refundID: UUID, memberID: UUID) {
        self.refundID = refundID
        self.memberID = memberID
    }

    /// Refund and member.
    public var bindings: [any Bindable] { [refundID, memberID] }

    /// The refund.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> RefundState {
        try RefundState(&row, Self.name)
    }
}

extension RefundState {
    init(_ row: inout RowDecoder, _ statement: String) throws(PostgresError) {
        let refundID: UUID = try row.next()
        let reservationID: UUID = try row.next()
        let status: RefundStatus = try row.nextStatus(statement)
        let cash = try row.nextMoney(statement)
        let restored: Int64 = try row.next()
        let clawedBack: Int64 = try row.next()
        let dueOn: String? = try row.next()
        let completedAt: Timestamp? = try row.next()
        let reason: String? = try row.next()
        self.init(
            refundID: refundID,
            reservationID: reservationID,
            status: status,
            cash: cash,
            pointsRestored: restored,
            pointsClawedBack: clawedBack,
            dueOn: dueOn,
            completedAt: completedAt,
            failureReason: reason.map(FailureReason.init)
        )
    }
}
