public import Foundation
public import Money
public import Postgres

/// What a refund would give back if it were asked for now; nothing is locked or written.
///
/// `RequestRefund` comes to the same as long as nothing happens in between: points that are earned
/// or spent, a price of points that changes. Its answer is the one that counts.
public struct QuoteRefund: Sendable {
    /// What would go back.
    public struct Answer: Sendable, Hashable {
        /// To the card or wallet; 0 where points paid all.
        public let cash: Money

        /// The same with the points.
        public let quote: RefundQuote
    }

    /// The verb.
    public init() {}

    /// What the member who paid for a reservation would get back.
    ///
    /// - Throws: `RefundRefusal`, as asking for the refund would; `nothingToRefund` also when there
    ///   is a refund already. `PostgresError`.
    public func callAsFunction(
        reservationID: UUID,
        memberID: UUID,
        on connection: Connection
    ) async throws -> Answer {
        try await connection.transaction(.snapshot) { tx in
            guard
                let (found, currency) = try tx.first(
                    ReadRefundable(reservationID: reservationID, memberID: memberID)
                )
            else { throw RefundRefusal.unknownReservation }
            if found.isGift, try tx.first(FindAcceptedGift(reservationID: reservationID)) != nil {
                throw RefundRefusal.giftAccepted
            }
            try found.check(isMember: true)
            guard !found.isGift else { throw RefundRefusal.isGift }
            let earned = try tx.first(
                ReadEarned(reservationIDs: [reservationID], now: found.now)
            )
            let quote = found.quote(
                pointsEarned: earned?.1 ?? 0,
                pointsAtHand: try tx.only(
                    ReadPointsAtHand(memberID: found.memberID, now: found.now)
                )
            )
            return Answer(cash: Money(quote.cashMinor, currency), quote: quote)
        }
    }
}

/// A reservation with its payment and currency, not locked; no row when it is not theirs.
struct ReadRefundable: Statement {
    static let sql = """
        SELECT f.*, f.charged, r.currency
        FROM (\(LockRefundables.refundable)
              WHERE r.reservation_id = $1 AND r.member_id = $2)
            AS f (reservation_id, payment_id, member_id, country, is_gift, status, payment_status,
                  charged, increment, point, points, closes_at, is_known, charge, earn, now_at)
        JOIN preorder.reservation AS r USING (reservation_id)
        """

    let reservationID: UUID
    let memberID: UUID

    var bindings: [any Bindable] { [reservationID, memberID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> (Refundable, Currency) {
        (try LockRefundables.refundable(&row), try row.nextMoney(Self.name).currency)
    }
}

/// Points of a member that can be taken back now; one row.
struct ReadPointsAtHand: Statement {
    static let sql = """
        SELECT coalesce(sum(remaining), 0)::bigint FROM preorder.point_lot
        WHERE member_id = $1 AND remaining > 0 AND expires_at > $2
        """

    let memberID: UUID
    let now: Timestamp

    var bindings: [any Bindable] { [memberID, now] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}

/// A reservation's gift when it was accepted; else no row.
struct FindAcceptedGift: Statement {
    static let sql = """
        SELECT gift_id FROM preorder.gift WHERE reservation_id = $1 AND status = 'accepted'
        """

    let reservationID: UUID

    var bindings: [any Bindable] { [reservationID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}
