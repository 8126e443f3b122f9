extension Gateway {
    /// Carries a call out in the gateway's own way.
    func respond(to call: Call, in world: World, _ surroundings: Surroundings) -> Effect {
        switch self {
        case .stripe: StripeAPI(surroundings: surroundings).respond(to: call, in: world)
        case .toss: TossAPI(surroundings: surroundings).respond(to: call, in: world)
        }
    }

    /// The account behind an authorization header; nil when the gateway would not know it.
    func credential(_ authorization: String?) -> Credential? {
        switch self {
        case .stripe: Credential.stripe(authorization: authorization)
        case .toss: Credential.toss(authorization: authorization)
        }
    }

    var unauthorizedAnswer: WireAnswer {
        switch self {
        case .stripe: StripeRefusal.unauthorized.answer
        case .toss: TossRefusal.early("UNAUTHORIZED_KEY").answer
        }
    }

    var rateLimitedAnswer: WireAnswer {
        switch self {
        case .stripe: StripeRefusal.rateLimited.answer
        case .toss: TossRefusal.early("TOO_MANY_REQUESTS").answer
        }
    }

    var serverErrorAnswer: WireAnswer {
        switch self {
        case .stripe: StripeRefusal.serverError.answer
        case .toss: TossRefusal.carriedOut("FAILED_INTERNAL_SYSTEM_PROCESSING").answer
        }
    }

    /// The gateway is down.
    var unavailableAnswer: WireAnswer {
        switch self {
        case .stripe: StripeRefusal.unavailable.answer
        case .toss: TossRefusal.early("SERVICE_UNAVAILABLE").answer
        }
    }

    /// No operation behind the path.
    func unknownRouteAnswer(_ request: WireRequest) -> WireAnswer {
        switch self {
        case .stripe:
            StripeRefusal.invalid(
                "Unrecognized request URL (\(request.method): \(request.path)).",
                status: 404
            ).answer
        case .toss: TossRefusal.early("NOT_FOUND").answer
        }
    }

    func inFlightAnswer(_ key: String) -> WireAnswer {
        switch self {
        case .stripe: StripeRefusal.inFlight(key).answer
        case .toss: TossRefusal.early("IDEMPOTENT_REQUEST_PROCESSING").answer
        }
    }

    /// The refusal of an idempotency key that is too long; nil when it is not.
    func keyRefusal(_ key: String?) -> WireAnswer? {
        guard let key, key.count > keyLengthMax || key.isEmpty else { return nil }
        return switch self {
        case .stripe:
            StripeRefusal.invalid("Idempotency keys must have from 1 to 255 characters.").answer
        case .toss: TossRefusal.early("INVALID_IDEMPOTENCY_KEY").answer
        }
    }

    /// Stripe takes 255 characters, Toss 300.
    private var keyLengthMax: Int { self == .stripe ? 255 : 300 }
}
