/// The account's current credential and earlier ones that the gateway still accepts.
///
/// A rotated Toss secret is another idempotency scope, so a stored request is re-sent with the
/// credential it was first sent with or not at all.
public struct GatewayCredentials: Sendable {
    /// What new requests are sent with.
    public let current: GatewayCredential

    private let known: [String: GatewayCredential]

    /// Credentials; of two with one id the current one wins.
    public init(current: GatewayCredential, earlier: [GatewayCredential] = []) {
        self.current = current
        var known: [String: GatewayCredential] = [:]
        for credential in earlier + [current] { known[credential.id] = credential }
        self.known = known
    }

    /// The credential with this id; nil when it is no longer known.
    public subscript(id: String) -> GatewayCredential? { known[id] }
}
