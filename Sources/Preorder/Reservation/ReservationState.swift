public import Foundation
public import Money
public import Postgres

/// A reservation as the member who pays for it sees it.
public struct ReservationState: Sendable {
    /// The reservation.
    public let reservationID: UUID

    /// Its payment.
    public let paymentID: UUID

    /// The game.
    public let gameID: UUID

    /// Where it stands.
    public let status: ReservationStatus

    /// What is, or was, to be charged in cash.
    public let charged: Money

    /// Points that pay a part.
    public let pointsUsed: Int64

    /// When it was made.
    public let createdAt: Timestamp

    /// When it was complete.
    public let reservedAt: Timestamp?
}

/// A reservation that a member made; no row when it is not theirs.
public struct ReadReservation: Statement {
    /// At most one row.
    public static let sql = """
        SELECT r.reservation_id, p.payment_id, r.game_id, r.status, r.charged_minor, r.currency,
               r.points_used, r.created_at, r.reserved_at
        FROM preorder.reservation AS r JOIN preorder.payment AS p USING (reservation_id)
        WHERE r.reservation_id = $1 AND r.member_id = $2
        """

    private let reservationID: UUID
    private let memberID: UUID

    /// The reservation `reservationID` of `memberID`.
    public init(reservationID: UUID, memberID: UUID) {
        self.reservationID = reservationID
        self.memberID = memberID
    }

    /// Reservation and member.
    public var bindings: [any Bindable] { [reservationID, memberID] }

    /// The reservation.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> ReservationState {
        let (reservationID, paymentID): (UUID, UUID) = try (row.next(), row.next())
        let gameID: UUID = try row.next()
        let status: ReservationStatus = try row.nextStatus(Self.name)
        let charged = try row.nextMoney(Self.name)
        return try ReservationState(
            reservationID: reservationID,
            paymentID: paymentID,
            gameID: gameID,
            status: status,
            charged: charged,
            pointsUsed: row.next(),
            createdAt: row.next(),
            reservedAt: row.next()
        )
    }
}
