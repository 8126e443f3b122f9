/// The gateways there are, by name.
public struct GatewayRegistry: Sendable {
    /// Every gateway of this module: a new one is its file and one line here.
    public static let builtIn: [any PaymentGateway.Type] = [
        StripeGateway.self,
        TossGateway.self,
    ]

    private let types: [String: any PaymentGateway.Type]

    /// A registry; of two gateways with one name the later wins.
    public init(_ types: [any PaymentGateway.Type] = builtIn) {
        var byName: [String: any PaymentGateway.Type] = [:]
        for type in types { byName[type.name] = type }
        self.types = byName
    }

    /// The names that `gateway(named:_:)` knows, sorted.
    public var names: [String] { types.keys.sorted() }

    /// Every gateway's own address, by name.
    public var standardURLs: [String: String] { types.mapValues { $0.standardURL } }

    /// An adapter for one merchant account of the named gateway.
    ///
    /// - Throws: `GatewayError.configuration` when the name is unknown or the settings are wrong.
    public func gateway(
        named name: String,
        _ configuration: GatewayConfiguration
    ) throws(GatewayError) -> any PaymentGateway {
        guard let type = types[name] else {
            throw .configuration(
                "no gateway is called \(name); there are \(names.joined(separator: ", "))"
            )
        }
        return try type.init(configuration)
    }
}
