/// One movement of a merchant account's money, as its gateway's statements tell it.
struct StatementLine: Sendable, Equatable {
    let gateway: Gateway
    let account: String

    /// Stripe's balance transaction, or Toss's transaction key.
    let id: String

    let kind: Kind

    /// What moved the money: the charge or the refund.
    let source: String

    /// The PaymentIntent, or the payment key.
    let payment: String

    /// The shop's own name of the payment.
    let reference: String

    /// The shop's own name of the refund; nil for a charge.
    let refundReference: String?

    /// What the customer paid (or, below 0, got back), in the gateway's units of `currency`.
    var customerAmount: Int64

    /// In upper case.
    let currency: String

    let at: Instant
    let charge: String

    enum Kind: String, Sendable {
        case charge
        case refund
        case refundFailure = "refund_failure"
    }

    /// The line as a copy of it that the gateway made by mistake.
    func copy() -> StatementLine {
        StatementLine(
            gateway: gateway,
            account: account,
            id: String(id.prefix(6)) + StableHash.token("copy|\(id)", length: id.count - 6),
            kind: kind,
            source: source,
            payment: payment,
            reference: reference,
            refundReference: refundReference,
            customerAmount: customerAmount,
            currency: currency,
            at: at,
            charge: charge
        )
    }
}
