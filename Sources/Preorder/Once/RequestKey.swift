/// An idempotency key with everything that gives it its meaning.
///
/// Source: draft-ietf-httpapi-idempotency-key-header.
public struct RequestKey: Sendable, Hashable {
    /// Who asks: `member:<id>` or `manager:<id>`.
    public let caller: String

    /// What is asked for, with names in place of ids: `POST /v1/payments/{payment_id}/submission`.
    public let route: String

    /// The key as the caller wrote it: 1–255 printable ASCII characters without blanks.
    public let key: String

    /// SHA-256 of what was asked, 32 bytes.
    public let fingerprint: [UInt8]

    /// A key of `caller` for `route`.
    public init(caller: String, route: String, key: String, fingerprint: [UInt8]) {
        self.caller = caller
        self.route = route
        self.key = key
        self.fingerprint = fingerprint
    }
}

/// An answer that is given again whenever its key is.
public struct KeptAnswer: Sendable, Hashable {
    /// HTTP status, 200–299.
    public let status: Int

    /// Where what was created can be followed.
    public let location: String?

    /// The JSON body, as it was answered.
    public let json: String

    /// An answer.
    public init(status: Int, location: String?, json: String) {
        self.status = status
        self.location = location
        self.json = json
    }
}

/// What came of asking once.
public enum OnceOutcome: Sendable, Hashable {
    /// It was done now, or had been done: the answer is the same.
    case answered(KeptAnswer)

    /// The same key is being worked on at this moment.
    case inFlight

    /// The key was used for something else.
    case otherRequest
}
