/// Cards world-wide through Stripe's PaymentIntents.
///
/// A charge is two requests, create and confirm, so that an unknown confirm is one look-up by id.
public struct StripeGateway: PaymentGateway {
    /// The name accounts use.
    public static let name = "stripe"

    /// Stripe's own address.
    public static let standardURL = "https://api.stripe.com"

    /// Stripe may forget a key after 24 hours ("Idempotent requests"), and then the same key
    /// charges anew; less four hours.
    public static let keyWindow: Duration = .seconds(20 * 3_600)

    let transport: GatewayTransport
    let credentials: GatewayCredentials
    let lookUpTimeout: Duration

    /// An adapter for one Stripe account.
    ///
    /// - Throws: `GatewayError.configuration` when the base URL may not be used.
    public init(_ configuration: GatewayConfiguration) throws(GatewayError) {
        transport = try GatewayTransport(configuration)
        credentials = configuration.credentials
        lookUpTimeout = configuration.lookUpTimeout
    }

    /// Creating the PaymentIntent while its id is not known, then confirming it.
    public func nextChargeRequest(_ order: ChargeOrder) throws(GatewayError) -> GatewayRequest {
        guard let intent = order.gatewayPaymentID else {
            return try StripeRequests.create(order, credentialID: credentials.current.id)
        }
        return try StripeRequests.confirm(
            order,
            intent: intent,
            credentialID: credentials.current.id
        )
    }

    /// Cancelling the PaymentIntent; nil while there is none.
    public func cancelRequest(_ order: ChargeOrder) throws(GatewayError) -> GatewayRequest? {
        guard let intent = order.gatewayPaymentID else { return nil }
        return try StripeRequests.cancel(
            order,
            intent: intent,
            credentialID: credentials.current.id
        )
    }

    /// A refund that carries its id and generation in metadata.
    public func refundRequest(_ refund: RefundOrder) throws(GatewayError) -> GatewayRequest {
        try StripeRequests.refund(refund, credentialID: credentials.current.id)
    }

    /// Sends the bytes once, with the credential they were built for.
    public func send(_ request: GatewayRequest, timeout: Duration) async -> GatewayAnswer {
        guard request.gateway == Self.name else { return .notSent(.builtForAnotherGateway) }
        guard let credential = credentials[request.credentialID] else {
            return .notSent(.credentialChanged)
        }
        let result = await transport.post(
            request,
            headers: Self.headers(credential, request.apiVersion),
            timeout: timeout
        )
        switch result {
        case .answered(let response): return StripeReading.answer(to: request, response)
        case .unreachable(let reason): return .unreachable(reason: reason)
        case .lost(let reason): return .silent(reason)
        }
    }

    /// Closes the connections.
    public func close() async {
        await transport.close()
    }

    /// The headers that say who asks and in which version's words.
    static func headers(
        _ credential: GatewayCredential,
        _ apiVersion: String?
    ) -> [(String, String)] {
        let authorization = ("Authorization", "Bearer \(credential.secret)")
        return [authorization] + (apiVersion.map { [("Stripe-Version", $0)] } ?? [])
    }
}
