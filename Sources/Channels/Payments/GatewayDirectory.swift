public import Gateways

/// The adapters of this program, one for each merchant account.
public struct GatewayDirectory: Sendable {
    private let gateways: [String: any PaymentGateway]

    /// Adapters by account.
    public init(_ gateways: [String: any PaymentGateway]) { self.gateways = gateways }

    /// The adapter of an account.
    ///
    /// - Throws: `ChannelError.unknownAccount` when none is configured.
    public func gateway(_ account: String) throws(ChannelError) -> any PaymentGateway {
        guard let gateway = gateways[account] else { throw .unknownAccount(account) }
        return gateway
    }

    /// Closes all connections.
    public func close() async {
        for gateway in gateways.values { await gateway.close() }
    }
}
