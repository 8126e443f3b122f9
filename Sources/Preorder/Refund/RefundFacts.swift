public import Foundation
public import Money
public import Postgres

/// What a gateway needs to know of a refund.
public struct RefundFacts: Sendable {
    /// The refund.
    public let refundID: UUID

    /// Its generation: `refund_id.generation` is the key at the gateway.
    public let generation: Int

    /// Whether it still waits for the gateway.
    public let isPending: Bool

    /// What goes back in cash.
    public let cash: Money

    /// The payment that is given back.
    public let charge: ChargeFacts
}

/// Refunds that messages ask for, in id order; at most one row a refund.
public struct ReadRefunds: Statement {
    /// Without locks: the settlement looks again under the reservation's lock.
    public static let sql = """
        SELECT f.refund_id, f.payment_id, f.generation, f.status = 'pending', f.cash_minor,
               p.currency
        FROM preorder.refund AS f JOIN preorder.payment AS p USING (payment_id)
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
        let isPending: Bool = try row.next()
        return RefundRow(
            refundID: refundID,
            paymentID: paymentID,
            generation: generation,
            isPending: isPending,
            cash: try row.nextMoney(Self.name)
        )
    }
}

/// A refund's own row.
public struct RefundRow: Sendable {
    /// The refund.
    public let refundID: UUID

    /// The payment that is given back.
    public let paymentID: UUID

    /// Its generation.
    public let generation: Int

    /// Whether it still waits for the gateway.
    public let isPending: Bool

    /// What goes back in cash.
    public let cash: Money

    /// With the facts of its payment.
    public func facts(_ charge: ChargeFacts) -> RefundFacts {
        RefundFacts(
            refundID: refundID,
            generation: generation,
            isPending: isPending,
            cash: cash,
            charge: charge
        )
    }
}
