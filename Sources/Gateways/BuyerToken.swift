/// What the buyer's client got from the gateway: a Toss paymentKey, a Stripe payment method.
///
/// It is never printed: descriptions and mirrors redact it.
public struct BuyerToken: Hashable, Sendable, Codable {
    /// The token itself, for the request's body only.
    public let value: String

    /// A token as the client handed it over.
    public init(_ value: String) {
        self.value = value
    }
}

extension BuyerToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder.
    public var description: String { "<buyer token>" }

    /// A placeholder.
    public var debugDescription: String { description }

    /// An empty mirror, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
