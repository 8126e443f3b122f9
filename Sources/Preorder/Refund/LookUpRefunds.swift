public import Foundation
public import Money
public import Postgres

/// A refund as the staff of the office that sold see it; no row when another office did.
public struct ReadOfficeRefund: Statement {
    /// At most one row.
    public static let sql = """
        SELECT f.refund_id, f.reservation_id, f.status, f.cash_minor, r.currency,
               f.points_restored, f.points_clawed_back, f.due_on::text, f.completed_at,
               f.failure_reason
        FROM preorder.refund AS f JOIN preorder.reservation AS r USING (reservation_id)
        WHERE f.refund_id = $1 AND r.country = $2
        """

    private let refundID: UUID
    private let country: String

    /// The refund `refundID` of a sale of `country`.
    public init(refundID: UUID, country: String) {
        self.refundID = refundID
        self.country = country
    }

    /// Refund and country.
    public var bindings: [any Bindable] { [refundID, country] }

    /// The refund.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> RefundState {
        try RefundState(&row, Self.name)
    }
}

/// A refund that a member is still waiting for.
public struct DueRefund: Sendable {
    /// The refund.
    public let refundID: UUID

    /// What is given back.
    public let reservationID: UUID

    /// Who is waiting.
    public let memberID: UUID

    /// Cash.
    public let amount: Money

    /// When it was requested.
    public let requestedAt: Timestamp

    /// The legal day, ISO 8601; nil where the law names none.
    public let dueOn: String?

    /// Days until then; negative when late.
    public let daysLeft: Int64?

    /// `pending`, or `refused` by the gateway.
    public let state: String

    /// Stable code of the last refusal.
    public let failureReason: String?

    /// ISO 3166 code of the office that sold.
    public let country: String

    /// Why the money goes back.
    public let cause: String

    /// How near the legal day is, by the country's calendar; nil where the law names none.
    public let deadline: RefundDeadline?
}

/// How near a refund's legal day is.
public enum RefundDeadline: String, Sendable {
    /// It has passed.
    case late

    /// It is today.
    case today

    /// It is the next business day.
    case nextBusinessDay = "next_business_day"

    /// There is time.
    case later
}

/// Refunds of a country, or of all, that are still open, the most pressing first; at most 1,000
/// rows.
public struct ReadDueRefunds: Statement {
    /// Reads only schema `report`.
    public static let sql = """
        SELECT refund_id, reservation_id, member_id, amount_minor, currency, requested_at,
               due_on::text, days_left, state, failure_reason, country, cause, deadline
        FROM report.refund_due WHERE country = coalesce($1, country)
        ORDER BY due_on NULLS LAST, requested_at, refund_id
        LIMIT 1000
        """

    private let country: String?

    /// Those of `country`, or of all.
    public init(country: String?) { self.country = country }

    /// The country.
    public var bindings: [any Bindable] { [country] }

    /// One refund.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> DueRefund {
        let (refundID, reservationID): (UUID, UUID) = try (row.next(), row.next())
        let memberID: UUID = try row.next()
        let amount = try row.nextMoney(Self.name)
        return try DueRefund(
            refundID: refundID,
            reservationID: reservationID,
            memberID: memberID,
            amount: amount,
            requestedAt: row.next(),
            dueOn: row.next(),
            daysLeft: row.next(),
            state: row.next(),
            failureReason: row.next(),
            country: row.next(),
            cause: row.next(),
            deadline: row.next(String?.self).flatMap(RefundDeadline.init)
        )
    }
}

/// The country office that sold a reservation; no row for an unknown one.
public struct ReadOffice: Statement {
    /// At most one row.
    public static let sql = "SELECT country FROM preorder.reservation WHERE reservation_id = $1"

    private let reservationID: UUID

    /// The office of `reservationID`.
    public init(reservationID: UUID) { self.reservationID = reservationID }

    /// The reservation.
    public var bindings: [any Bindable] { [reservationID] }

    /// The office.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
}
