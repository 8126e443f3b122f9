/// A call that is about to be made, committed before the wire.
public struct Intent<Call: Sendable>: Sendable {
    /// What `perform` is given.
    public let call: Call

    /// Which call it is, such as `confirm`; one key, one operation.
    public let operation: String

    /// Whom it is addressed to.
    public let destination: String

    /// The key it is sent under; unique within the destination while the attempt is open.
    public let idempotencyKey: String

    /// Which credential it is sent with; never the secret.
    public let credentialID: String?

    /// Which version of the destination's interface it speaks.
    public let apiVersion: String?

    /// The exact bytes, encrypted.
    public let request: SealedRequest

    /// An intent to make `call`.
    public init(
        call: Call,
        operation: String,
        destination: String,
        idempotencyKey: String,
        credentialID: String?,
        apiVersion: String?,
        request: SealedRequest
    ) {
        self.call = call
        self.operation = operation
        self.destination = destination
        self.idempotencyKey = idempotencyKey
        self.credentialID = credentialID
        self.apiVersion = apiVersion
        self.request = request
    }
}

/// What a handler decides to do with a claimed message.
public enum Decision<Call: Sendable>: Sendable {
    /// Make this call as a new attempt. Only without an open attempt.
    case send(Intent<Call>)

    /// Send the open attempt once more: the same bytes under the same key.
    case resend(Call)

    /// Ask a destination what became of the open attempt, or of what the buyer had to do. Sends no
    /// new effect.
    case ask(Call, of: String)

    /// Nothing is to be called: settle at once.
    case settle(Verdict)
}
