/// What a gateway answers: the same value is sent, stored under the key, and replayed.
struct WireAnswer: Sendable, Equatable {
    var status: Int
    var headers: [Header]
    var body: String

    /// Whether an idempotency key remembers this answer.
    ///
    /// Refusals made before the gateway begins
    /// to carry the call out (401, 429, validation) are forgotten.
    var isKept: Bool

    struct Header: Sendable, Equatable {
        let name: String
        let value: String
    }

    init(status: Int, body: JSON, isKept: Bool = true, headers: [Header] = []) {
        self.init(status: status, body: body.text, isKept: isKept, headers: headers)
    }

    init(status: Int, body: String, isKept: Bool = true, headers: [Header] = []) {
        self.status = status
        self.body = body
        self.isKept = isKept
        self.headers = headers
    }
}
