/// The first answer under an idempotency key, as it is replayed.
struct KeptAnswer: Codable, Sendable {
    let scope: KeyScope

    /// The path and the parameters the key was first used with.
    let path: String
    let parameters: UInt64

    let firstUsedAt: Instant
    let status: Int
    let body: String

    init(scope: KeyScope, call: Call, answer: WireAnswer) {
        self.scope = scope
        path = call.request.path
        parameters = KeptAnswer.fingerprint(of: call.request)
        firstUsedAt = call.at
        status = answer.status
        body = answer.body
    }

    /// Whether the gateway still remembers it.
    func isRemembered(at now: Instant) -> Bool {
        now < firstUsedAt.advanced(by: scope.lifetime)
    }

    /// The same for the same parameters in any order.
    static func fingerprint(of request: WireRequest) -> UInt64 {
        StableHash.of(FormFields(request.body).canonical)
    }
}
