/// Why an adapter or a request could not be made; nothing was sent.
public enum GatewayError: Error, Hashable, Sendable {
    /// The amount is not positive, below the minimum, off the increment, in another currency or
    /// too large for the gateway.
    case invalidAmount(String)

    /// A field of the order is missing or outside what the gateway accepts.
    case invalidOrder(String)

    /// The adapter's settings cannot be used.
    case configuration(String)
}
