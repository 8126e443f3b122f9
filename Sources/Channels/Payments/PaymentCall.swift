public import Gateways
public import Postgres

/// What the payments channel does over the wire.
public enum PaymentCall: Sendable {
    /// Sends exactly these bytes.
    case send(GatewayRequest, account: String)

    /// Asks what became of a charge.
    case lookUpCharge(ChargeOrder, account: String)

    /// Asks what became of a refund, by reading all refunds of the charge; not begun before the
    /// instant.
    case lookUpRefund(RefundReference, ChargeOrder, account: String, begunAt: Timestamp)
}

/// What came back.
public enum PaymentAnswer: Sendable {
    /// An answer about the charge or the refund that was sent.
    case gateway(GatewayAnswer)

    /// The refunds of the charge, which of them was asked for, and when at the earliest.
    case refunds(RefundReading, of: RefundReference, begunAt: Timestamp)
}
