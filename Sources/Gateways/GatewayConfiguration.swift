/// The settings of one merchant account at a gateway.
public struct GatewayConfiguration: Sendable {
    /// Scheme, host and optional port and path prefix, such as `https://api.stripe.com`.
    ///
    /// Plain `http` is accepted for loopback hosts only.
    public var baseURL: String

    /// The credential in use and those whose keys may still answer.
    public var credentials: GatewayCredentials

    /// The longest wait for a connection, TLS included.
    public var connectTimeout: Duration

    /// The longest wait for the answer to one look-up.
    public var lookUpTimeout: Duration

    /// Connections kept at once; at least the caller's concurrency, or requests queue here.
    public var connectionsMax: Int

    /// The largest answer read; a longer one counts as unreadable.
    public var responseBytesMax: Int

    /// Settings with the defaults that both gateways' documentation leads to.
    ///
    /// 60 seconds for a look-up is Toss Payments' advice; 1 MiB holds a page of 100 Stripe objects
    /// three times over.
    public init(
        baseURL: String,
        credentials: GatewayCredentials,
        connectTimeout: Duration = .seconds(5),
        lookUpTimeout: Duration = .seconds(60),
        connectionsMax: Int = 64,
        responseBytesMax: Int = 1_048_576
    ) {
        self.baseURL = baseURL
        self.credentials = credentials
        self.connectTimeout = connectTimeout
        self.lookUpTimeout = lookUpTimeout
        self.connectionsMax = connectionsMax
        self.responseBytesMax = responseBytesMax
    }
}
