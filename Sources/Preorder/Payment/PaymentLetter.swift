public import Foundation
public import Money
public import Postgres

/// What a mail about a payment says; read when the mail is written, so that messages carry no
/// names or addresses.
public struct PaymentLetter: Sendable {
    /// The payment.
    public let paymentID: UUID

    /// The reservation.
    public let reservationID: UUID

    /// The order number.
    public let orderID: String

    /// The member's name; nil when the member was erased.
    public let name: String?

    /// The member's address; nil when the member was erased.
    public let address: String?

    /// The member's language.
    public let language: String

    /// The game's title in that language.
    public let title: String

    /// What was charged, or was to be.
    public let amount: Money

    /// Points that paid a part.
    public let pointsUsed: Int64

    /// Points earned, as the message that credits them says.
    public let pointsEarned: Int64

    /// When the game comes out, in the country's zone, as a date.
    public let releaseOn: String

    /// Days after release in which a member may ask for a refund.
    public let refundDays: Int

    /// Whether it pays for a gift.
    public let isGift: Bool
}

/// What goes back with a refund, for a mail about it.
public struct RefundLetter: Sendable {
    /// The refund.
    public let refundID: UUID

    /// Cash.
    public let cash: Money

    /// Points used that come back.
    public let pointsRestored: Int64

    /// Points earned that are taken back.
    public let pointsClawedBack: Int64

    /// Points earned and spent, made up for in cash or in points.
    public let pointsDeducted: Int64
}

/// The letters of refunds; at most one row a refund.
public struct ReadRefundLetters: Statement {
    /// By primary key.
    public static let sql = """
        SELECT f.refund_id, f.cash_minor, r.currency, f.points_restored, f.points_clawed_back,
               f.points_deducted
        FROM preorder.refund AS f JOIN preorder.reservation AS r USING (reservation_id)
        WHERE f.refund_id = ANY ($1)
        """

    /// Which refunds.
    public let refundIDs: [UUID]

    /// The letters of `refundIDs`.
    public init(refundIDs: [UUID]) { self.refundIDs = refundIDs }

    /// The refunds.
    public var bindings: [any Bindable] { [refundIDs] }

    /// One letter.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> RefundLetter {
        let refundID: UUID = try row.next()
        let cash = try row.nextMoney(Self.name)
        return try RefundLetter(
            refundID: refundID,
            cash: cash,
            pointsRestored: row.next(),
            pointsClawedBack: row.next(),
            pointsDeducted: row.next()
        )
    }
}

/// The letters of payments; at most one row a payment.
public struct ReadPaymentLetters: Statement {
    /// Titles fall back to any language there is; points earned, once their message's day was
    /// dropped, to what the policy says today.
    public static let sql = """
        SELECT p.payment_id, r.reservation_id, p.order_id,
               CASE WHEN m.erased_at IS NULL THEN m.name END,
               CASE WHEN m.erased_at IS NULL THEN m.email END, m.language,
               coalesce((SELECT title FROM preorder.game_text AS t WHERE t.game_id = r.game_id
                         ORDER BY t.language = m.language DESC, t.language LIMIT 1), 'game'),
               p.amount_minor, p.currency, r.points_used,
               coalesce((SELECT (e.payload ->> 'points')::bigint FROM outbox.message AS e
                         WHERE e.id = p.earn_message_id),
                        floor(p.amount_minor::numeric * y.earn_rate_basis_points
                              / (10000::numeric * y.point_minor))::bigint),
               to_char(g.release_at AT TIME ZONE c.time_zone, 'YYYY-MM-DD'), y.refund_window_days,
               r.is_gift
        FROM preorder.payment AS p
        JOIN preorder.reservation AS r USING (reservation_id)
        JOIN preorder.member AS m ON m.member_id = r.member_id
        JOIN preorder.game AS g ON g.game_id = r.game_id
        JOIN preorder.country AS c ON c.country = r.country
        JOIN preorder.policy AS y ON y.country = r.country
        WHERE p.payment_id = ANY ($1)
        """

    /// Which payments.
    public let paymentIDs: [UUID]

    /// The letters of `paymentIDs`.
    public init(paymentIDs: [UUID]) { self.paymentIDs = paymentIDs }

    /// The payments.
    public var bindings: [any Bindable] { [paymentIDs] }

    /// One letter.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> PaymentLetter {
        let paymentID: UUID = try row.next()
        let reservationID: UUID = try row.next()
        let orderID: String = try row.next()
        let name: String? = try row.next()
        let address: String? = try row.next()
        let language: String = try row.next()
        let title: String = try row.next()
        let amount = try row.nextMoney(Self.name)
        return try PaymentLetter(
            paymentID: paymentID,
            reservationID: reservationID,
            orderID: orderID,
            name: name,
            address: address,
            language: language,
            title: title,
            amount: amount,
            pointsUsed: row.next(),
            pointsEarned: row.next(),
            releaseOn: row.next(),
            refundDays: row.next(),
            isGift: row.next()
        )
    }
}
