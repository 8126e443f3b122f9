public import Foundation
public import Postgres

/// A reservation and its payment as the reports have them.
public struct ReportedReservation: Sendable {
    /// The reservation.
    public let reservationID: UUID

    /// Who paid.
    public let memberID: UUID

    /// Who has the game; nil for a gift that was not accepted.
    public let ownerID: UUID?

    /// The game.
    public let gameID: UUID

    /// ISO 4217 code of all amounts.
    public let currency: String

    /// List price, minor units.
    public let listMinor: Int64

    /// Discount, minor units.
    public let discountMinor: Int64

    /// Points used.
    public let pointsUsed: Int64

    /// Charged in cash, minor units.
    public let chargedMinor: Int64

    /// Given back, minor units.
    public let refundedMinor: Int64

    /// Where the reservation stands.
    public let status: String

    /// Whether it is a gift.
    public let isGift: Bool

    /// When it was made.
    public let createdAt: Timestamp

    /// When it was complete.
    public let reservedAt: Timestamp?

    /// The payment; nil while it is not reported.
    public let paymentID: UUID?

    /// Where the payment stands.
    public let paymentStatus: String?

    /// Why it failed, as a stable code.
    public let failureReason: String?
}

/// Reported reservations of a country, newest first; at most `limit` rows.
public struct LookUpReservations: Statement {
    /// $2 to $4 narrow the list down; $5 and $6 are where the page before ended.
    public static let sql = """
        SELECT r.reservation_id, r.member_id, r.owner_id, r.game_id, r.currency, r.list_minor,
               r.discount_minor, r.points_used, r.charged_minor, r.refunded_minor, r.status,
               r.is_gift, r.created_at, r.reserved_at, p.payment_id, p.status, p.failure_reason
        FROM report.reservation AS r
        LEFT JOIN report.payment AS p USING (reservation_id)
        WHERE r.country = $1 AND ($2::uuid IS NULL OR r.member_id = $2)
          AND ($3::uuid IS NULL OR r.game_id = $3) AND ($4::text IS NULL OR r.status = $4)
          AND ($5::timestamptz IS NULL OR (r.created_at, r.reservation_id) < ($5, $6))
        ORDER BY r.created_at DESC, r.reservation_id DESC
        LIMIT $7
        """

    private let country: String
    private let memberID: UUID?
    private let gameID: UUID?
    private let status: String?
    private let after: (createdAt: Timestamp, reservationID: UUID)?
    private let limit: Int

    /// Those of `country`, and of a member, a game and a status where given.
    public init(
        country: String,
        memberID: UUID? = nil,
        gameID: UUID? = nil,
        status: String? = nil,
        after: (createdAt: Timestamp, reservationID: UUID)? = nil,
        limit: Int
    ) {
        self.country = country
        self.memberID = memberID
        self.gameID = gameID
        self.status = status
        self.after = after
        self.limit = limit
    }

    /// Country, filters, place and limit.
    public var bindings: [any Bindable] {
        [country, memberID, gameID, status, after?.createdAt, after?.reservationID, limit]
    }

    /// One reservation.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> ReportedReservation {
        try ReportedReservation(
            reservationID: row.next(),
            memberID: row.next(),
            ownerID: row.next(),
            gameID: row.next(),
            currency: row.next(),
            listMinor: row.next(),
            discountMinor: row.next(),
            pointsUsed: row.next(),
            chargedMinor: row.next(),
            refundedMinor: row.next(),
            status: row.next(),
            isGift: row.next(),
            createdAt: row.next(),
            reservedAt: row.next(),
            paymentID: row.next(),
            paymentStatus: row.next(),
            failureReason: row.next()
        )
    }
}
