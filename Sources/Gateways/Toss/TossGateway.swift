import Foundation

/// Korean cards and wallets through Toss Payments.
///
/// The buyer has authenticated before; one request confirms. There is no request that makes "not
/// charged" certain, and its webhooks are not signed: never believe one, look the payment up.
public struct TossGateway: PaymentGateway {
    /// The name accounts use.
    public static let name = "toss"

    /// Toss Payments' own address.
    public static let standardURL = "https://api.tosspayments.com"

    /// Toss Payments keeps keys for 15 days ("Idempotency key"); less a day.
    public static let keyWindow: Duration = .seconds(14 * 86_400)

    private let transport: GatewayTransport
    private let credentials: GatewayCredentials
    private let lookUpTimeout: Duration

    /// An adapter for one Toss Payments account.
    ///
    /// - Throws: `GatewayError.configuration` when the base URL may not be used.
    public init(_ configuration: GatewayConfiguration) throws(GatewayError) {
        transport = try GatewayTransport(configuration)
        credentials = configuration.credentials
        lookUpTimeout = configuration.lookUpTimeout
    }

    /// Confirming what the buyer authenticated.
    public func nextChargeRequest(_ order: ChargeOrder) throws(GatewayError) -> GatewayRequest {
        try TossRequests.confirm(order, credentialID: credentials.current.id)
    }

    /// Always nil: Toss Payments has no such request; an unconfirmed payment expires by itself.
    public func cancelRequest(_ order: ChargeOrder) throws(GatewayError) -> GatewayRequest? { nil }

    /// A cancel of exactly this amount, with the refund's id and generation in its reason.
    public func refundRequest(_ refund: RefundOrder) throws(GatewayError) -> GatewayRequest {
        try TossRequests.refund(refund, credentialID: credentials.current.id)
    }

    /// Sends the bytes once, with the credential they were built for.
    public func send(_ request: GatewayRequest, timeout: Duration) async -> GatewayAnswer {
        guard request.gateway == Self.name else { return .notSent(.builtForAnotherGateway) }
        guard let credential = credentials[request.credentialID] else {
            return .notSent(.credentialChanged)
        }
        let result = await transport.post(
            request,
            headers: Self.headers(credential),
            timeout: timeout
        )
        switch result {
        case .answered(let response): return TossReading.answer(to: request, response)
        case .unreachable(let reason): return .unreachable(reason: reason)
        case .lost(let reason): return .silent(reason)
        }
    }

    /// The payment by its key, or by the order id while the key is not known to be charged.
    public func lookUpCharge(_ order: ChargeOrder) async -> GatewayAnswer {
        switch await get(order) {
        case .answered(let response): return TossReading.lookUp(response, order.subject)
        case .unreachable(let reason), .lost(let reason): return .silent(reason)
        }
    }

    /// The payment's cancels, whole in one answer.
    public func lookUpRefunds(_ order: ChargeOrder) async -> RefundReading {
        switch await get(order) {
        case .answered(let response): return TossReading.refunds(response, order.gatewayCurrency)
        case .unreachable(let reason), .lost(let reason): return .silent(reason: reason)
        }
    }

    /// Closes the connections.
    public func close() async {
        await transport.close()
    }

    private func get(_ order: ChargeOrder) async -> TransportResult {
        await transport.get(
            TossRequests.lookUpPath(order),
            headers: Self.headers(credentials.current),
            timeout: lookUpTimeout
        )
    }

    /// Basic authentication with the secret as the name and no password.
    private static func headers(_ credential: GatewayCredential) -> [(String, String)] {
        let encoded = Data("\(credential.secret):".utf8).base64EncodedString()
        return [("Authorization", "Basic \(encoded)")]
    }
}
