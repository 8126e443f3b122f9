/// One arrival of a call, so that counters survive a restart.
struct CallRecord: Codable, Sendable {
    let operation: Operation
    let account: String
    let key: String?

    /// Identifies repeated arrivals of the same call.
    let identity: String

    let at: Instant

    init(_ call: Call) {
        operation = call.operation
        account = call.account
        key = call.request.idempotencyKey
        identity = call.identity
        at = call.at
    }
}
