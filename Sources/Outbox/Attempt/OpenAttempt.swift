public import Postgres

/// An intent that was committed before the wire and has no verdict: it may have happened.
public struct OpenAttempt: Sendable {
    /// The attempt's id in the journal.
    public let attemptID: Int64

    /// Which call it was, such as `confirm`.
    public let operation: String

    /// Whom it was addressed to: the scope of breaker, pause and idempotency.
    public let destination: String

    /// The key it was sent under.
    public let idempotencyKey: String

    /// Domain time of the key's first use: its window at the destination runs from here.
    public let firstSentAt: Timestamp

    /// Domain time of the latest send.
    public let lastSentAt: Timestamp

    /// How often it was sent, the first time included.
    public let sends: Int

    /// The exact request, encrypted by the handler that built it.
    public let request: SealedRequest?
}

/// A request's exact bytes under encryption, and until when they may have to be sent again.
public struct SealedRequest: Sendable {
    /// The ciphertext.
    public let sealed: Bytea

    /// Which key it was encrypted with.
    public let sealKeyID: String

    /// When the idempotency key's window at the destination ends, domain time.
    public let windowEndsAt: Timestamp

    /// A sealed request.
    public init(sealed: Bytea, sealKeyID: String, windowEndsAt: Timestamp) {
        self.sealed = sealed
        self.sealKeyID = sealKeyID
        self.windowEndsAt = windowEndsAt
    }
}
