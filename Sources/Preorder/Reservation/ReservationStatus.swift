/// Where a reservation stands.
public enum ReservationStatus: String, Sendable, CaseIterable {
    /// The price is locked and points are held; nothing was submitted.
    case awaitingPayment = "awaiting_payment"

    /// The payment was submitted and has no verdict.
    case pending

    /// Paid: the reservation is complete.
    case reserved

    /// The game is out.
    case released

    /// A refund is on its way.
    case refunding

    /// Given back.
    case refunded

    /// Withdrawn before it was paid.
    case cancelled
}
