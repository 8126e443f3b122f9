/// Within what an idempotency key is one key.
///
/// Stripe: the account. Toss: the key, the secret, the URL and the method, so that a rotated secret
/// or another path is another scope.
struct KeyScope: Hashable, Codable, Sendable {
    let gateway: Gateway
    let owner: String
    let endpoint: String
    let key: String

    /// The scope of a call's key; nil when the call carries none or only looks.
    init?(_ call: Call) {
        guard let key = call.request.idempotencyKey, !call.operation.isQuery else { return nil }
        gateway = call.gateway
        self.key = key
        switch call.gateway {
        case .stripe:
            owner = call.account
            endpoint = ""
        case .toss:
            owner = call.credential.secret
            endpoint = "\(call.request.method) \(call.request.path)"
        }
    }

    /// How long the gateway remembers a key: Stripe 24 hours, Toss 15 days.
    var lifetime: Duration {
        switch gateway {
        case .stripe: .seconds(24 * 3_600)
        case .toss: .seconds(15 * 24 * 3_600)
        }
    }
}
