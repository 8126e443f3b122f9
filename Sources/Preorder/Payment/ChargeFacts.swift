public import Foundation
public import Money
public import Postgres

/// What a gateway needs to know of a payment, and what decides whether to call it at all.
public struct ChargeFacts: Sendable {
    /// The payment.
    public let paymentID: UUID

    /// Its reservation.
    public let reservationID: UUID

    /// Where the payment stands.
    public let status: PaymentStatus

    /// Whether the reservation was withdrawn while the charge was open.
    public let isWithdrawn: Bool

    /// The order number at the gateway.
    public let orderID: String

    /// What is to be charged.
    public let amount: Money

    /// The merchant account.
    public let account: String

    /// Its gateway, such as `stripe`.
    public let gateway: String

    /// How the gateway counts the currency.
    public let unit: GatewayUnit

    /// The gateway's id, once known.
    public let gatewayPaymentID: String?

    /// Why it will fail, once that is decided but not yet certain at the gateway.
    public let failureReason: FailureReason?

    /// When it was made.
    public let createdAt: Timestamp

    /// Nothing is sent after it, less the time a call may take.
    public let deadlineAt: Timestamp

    /// The game's title, for the buyer's statement.
    public let title: String

    /// What the buyer's client got from the gateway, encrypted; nil once wiped.
    public let credential: SealedCredential?
}

/// How a gateway counts a currency: a row of `preorder.gateway_currency`.
public struct GatewayUnit: Sendable {
    /// Digits that the gateway counts, which may differ from ISO 4217's.
    public let exponent: Int

    /// The smallest charge, ISO minor units.
    public let minimumMinor: Int64

    /// The step, ISO minor units.
    public let incrementMinor: Int64
}

/// A buyer's token under encryption.
public struct SealedCredential: Sendable {
    /// The ciphertext, bound to `PaymentCredential.purpose`.
    public let sealed: Bytea

    /// Which key sealed it.
    public let keyID: String
}

/// Facts of payments, in id order; at most one row a payment.
public struct ReadChargeFacts: Statement {
    /// Without locks: the settlement looks again under the reservation's lock.
    public static let sql = text(
        credential: "c.sealed, c.seal_key_id",
        of: "LEFT JOIN preorder.payment_credential AS c ON c.payment_id = p.payment_id"
    )

    static func text(credential: String, of source: String) -> String {
        """
        SELECT p.payment_id, p.reservation_id, p.status, p.withdrawn_at IS NOT NULL, p.order_id,
               p.amount_minor, p.currency, p.account, a.gateway, u.exponent, u.minimum_minor,
               u.increment_minor, p.gateway_payment_id, p.failure_reason, p.created_at,
               coalesce(p.deadline_at, p.created_at),
               coalesce((SELECT title FROM preorder.game_text AS t
                         WHERE t.game_id = r.game_id
                         ORDER BY t.language = m.language DESC, t.language LIMIT 1), 'game'),
               \(credential)
        FROM preorder.payment AS p
        JOIN preorder.reservation AS r USING (reservation_id)
        JOIN preorder.member AS m ON m.member_id = r.member_id
        JOIN preorder.gateway_account AS a ON a.account = p.account
        JOIN preorder.gateway_currency AS u
          ON u.gateway = a.gateway AND u.currency = p.currency
        \(source)
        WHERE p.payment_id = ANY ($1)
        ORDER BY p.payment_id
        """
    }

    /// Which payments.
    public let paymentIDs: [UUID]

    /// The facts of `paymentIDs`.
    public init(paymentIDs: [UUID]) { self.paymentIDs = paymentIDs }

    /// The payments.
    public var bindings: [any Bindable] { [paymentIDs] }

    /// One payment.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> ChargeFacts {
        let paymentID: UUID = try row.next()
        let reservationID: UUID = try row.next()
        let status: PaymentStatus = try row.nextStatus(Self.name)
        let isWithdrawn: Bool = try row.next()
        let orderID: String = try row.next()
        let amount = try row.nextMoney(Self.name)
        let account: String = try row.next()
        let gateway: String = try row.next()
        let unit = try GatewayUnit(
            exponent: row.next(),
            minimumMinor: row.next(),
            incrementMinor: row.next()
        )
        let gatewayPaymentID: String? = try row.next()
        let reason: String? = try row.next()
        let createdAt: Timestamp = try row.next()
        let deadlineAt: Timestamp = try row.next()
        let title: String = try row.next()
        return ChargeFacts(
            paymentID: paymentID,
            reservationID: reservationID,
            status: status,
            isWithdrawn: isWithdrawn,
            orderID: orderID,
            amount: amount,
            account: account,
            gateway: gateway,
            unit: unit,
            gatewayPaymentID: gatewayPaymentID,
            failureReason: reason.map(FailureReason.init),
            createdAt: createdAt,
            deadlineAt: deadlineAt,
            title: title,
            credential: try Self.credential(&row)
        )
    }

    private static func credential(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> SealedCredential? {
        let sealed: Bytea? = try row.next()
        let keyID: String? = try row.next()
        guard let sealed, let keyID else { return nil }
        return SealedCredential(sealed: sealed, keyID: keyID)
    }
}

/// Facts of payments that were charged, in id order, for roles that may not read buyers' tokens; at
/// most one row a payment.
public struct ReadChargedFacts: Statement {
    /// As `ReadChargeFacts`, always without a credential: it is wiped with the verdict.
    public static let sql = ReadChargeFacts.text(credential: "NULL::bytea, NULL::text", of: "")

    private let facts: ReadChargeFacts

    /// The facts of `paymentIDs`.
    public init(paymentIDs: [UUID]) { facts = ReadChargeFacts(paymentIDs: paymentIDs) }

    /// The payments.
    public var bindings: [any Bindable] { facts.bindings }

    /// One payment.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> ChargeFacts {
        try facts.decode(&row)
    }
}

/// Keeps what was learnt on the way to a verdict: the gateway's id, or why the charge will fail.
public struct NoteCharges: Statement {
    /// One row a payment.
    public static let sql = """
        UPDATE preorder.payment AS p
        SET gateway_payment_id = coalesce(p.gateway_payment_id, n.gateway_payment_id),
            failure_reason = coalesce(p.failure_reason, n.reason)
        FROM unnest($1::uuid[], $2::text[], $3::text[])
             AS n (payment_id, gateway_payment_id, reason)
        WHERE p.payment_id = n.payment_id
        """

    /// What was learnt of each payment.
    public let notes: [(paymentID: UUID, gatewayPaymentID: String?, reason: FailureReason?)]

    /// Keeps `notes`.
    public init(
        notes: [(paymentID: UUID, gatewayPaymentID: String?, reason: FailureReason?)]
    ) { self.notes = notes }

    /// Payments, ids and reasons.
    public var bindings: [any Bindable] {
        [
            notes.map(\.paymentID), notes.map(\.gatewayPaymentID),
            notes.map { $0.reason?.rawValue },
        ]
    }
}
