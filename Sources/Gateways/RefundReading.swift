/// One reading of a payment's refunds.
public enum RefundReading: Hashable, Sendable {
    /// The whole list, in the gateway's order; only this may prove an absence.
    case complete([RefundEvidence])

    /// The list could not be read to its end; it proves nothing.
    case incomplete(reason: String)

    /// The gateway did not answer, or only that it is broken; it proves nothing.
    case silent(reason: String)
}
