/// How one exchange on the wire ended.
enum TransportResult: Sendable {
    /// The whole answer arrived.
    case answered(GatewayResponse)

    /// No byte of the request left.
    case unreachable(reason: String)

    /// The request may have arrived; its answer did not, or not whole.
    case lost(reason: String)
}
