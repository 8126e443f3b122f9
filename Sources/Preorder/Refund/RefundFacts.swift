public import Foundation
public import Money
public import Postgres

/// What a gateway needs to know of a refund, and what decides how an answer is read.
public struct RefundFacts: Sendable {
    /// The refund's own row.
    public let refund: RefundRow

    /// The payment that is given back.
    public let charge: ChargeFacts
}

/// A refund's own row, with its policy.
public struct RefundRow: Sendable {
    /// The refund.
    public let refundID: UUID

    /// The payment that is given back.
    public let paymentID: UUID

    /// Its generation: `refund_id.generation` is the key at the gateway.
    public let generation: Int

    /// Where it stands.
    public let status: RefundStatus

    /// What goes back in cash.
    public let cash: Money

    /// The gateway's id of it, once it completed.
    public let gatewayRefundID: String?

    /// Whether the generation's key is known to answer with a stored fault for ever.
    public let isKeySpent: Bool

    /// How long after a send a complete list of refunds proves that it never arrived.
    public let settling: Duration

    /// Definite refusals so far.
    public let refusals: Int

    /// Refusals after which a person goes on.
    public let refusalsMax: Int

    /// Delay after the first refusal; doubled after each further one.
    public let refusalBase: Duration

    /// Longest delay after a refusal.
    public let refusalCap: Duration

    /// With the facts of its payment.
    public func facts(_ charge: ChargeFacts) -> RefundFacts {
        RefundFacts(refund: self, charge: charge)
    }

    /// Whether one more refusal is the last.
    public var isLastRefusal: Bool { refusals + 1 >= refusalsMax }

    /// How long to wait after one more refusal.
    public var refusalDelay: Duration {
        var delay = refusalBase
        for _ in 0..<min(refusals, 40) where delay < refusalCap { delay *= 2 }
        return min(delay, refusalCap)
    }
}

/// Refunds that messages ask for, in id order; at most one row a refund.
public struct ReadRefunds: Statement {
    /// Without locks: the settlement looks again under the reservation's lock.
    public static let sql = """
        SELECT f.refund_id, f.payment_id, f.generation, f.status, f.cash_minor, p.currency,
               f.gateway_refund_id, f.key_spent_at IS NOT NULL, y.refund_settling_minutes, f.refusals,
               coalesce(t.attempts_max, 1), coalesce(t.base_seconds, 86400),
               coalesce(t.cap_seconds, 86400)
        FROM preorder.refund AS f
        JOIN preorder.payment AS p USING (payment_id)
        JOIN preorder.policy AS y ON y.country = p.country
        LEFT JOIN outbox.retry_policy AS t
          ON t.channel = 'payments' AND t.kind = 'refund_refused'
        WHERE f.refund_id = ANY ($1)
        ORDER BY f.refund_id
        """

    /// Which refunds.
    public let refundIDs: [UUID]

    /// The refunds `refundIDs`.
    public init(refundIDs: [UUID]) { self.refundIDs = refundIDs }

    /// The refunds.
    public var bindings: [any Bindable] { [refundIDs] }

    /// One refund.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> RefundRow {
        let refundID: UUID = try row.next()
        let paymentID: UUID = try row.next()
        let generation: Int = try row.next()
        let status: RefundStatus = try row.nextStatus(Self.name)
        let cash = try row.nextMoney(Self.name)
        return try RefundRow(
            refundID: refundID,
            paymentID: paymentID,
            generation: generation,
            status: status,
            cash: cash,
            gatewayRefundID: row.next(),
            isKeySpent: row.next(),
            settling: .seconds(60 * row.next(Int64.self)),
            refusals: row.next(),
            refusalsMax: row.next(),
            refusalBase: .seconds(row.next(Int64.self)),
            refusalCap: .seconds(row.next(Int64.self))
        )
    }
}
