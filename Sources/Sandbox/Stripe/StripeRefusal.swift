/// An error answer in Stripe's shape.
struct StripeRefusal: Error, Sendable {
    let status: Int
    let type: String
    let code: String?
    let message: String
    var parameter: String?
    var intent: JSON?

    /// Whether the key remembers it: refusals that came before the call was carried out are not.
    var isKept = false

    /// A parameter that cannot be taken.
    static func invalid(
        _ message: String,
        code: String? = nil,
        parameter: String? = nil,
        status: Int = 400
    ) -> StripeRefusal {
        StripeRefusal(
            status: status,
            type: "invalid_request_error",
            code: code,
            message: message,
            parameter: parameter
        )
    }

    static func missing(_ parameter: String) -> StripeRefusal {
        invalid(
            "Missing required param: \(parameter).",
            code: "parameter_missing",
            parameter: parameter
        )
    }

    /// An id that leads to nothing: 404 in the path, 400 in a parameter.
    static func noSuch(
        _ kind: String,
        _ id: String,
        _ parameter: String,
        status: Int = 404
    )
        -> StripeRefusal
    {
        invalid(
            "No such \(kind): '\(id)'",
            code: "resource_missing",
            parameter: parameter,
            status: status
        )
    }

    /// The object is not in a state in which this can be done.
    static func unexpectedState(_ message: String, _ intent: JSON) -> StripeRefusal {
        var refusal = invalid(message, code: "payment_intent_unexpected_state")
        refusal.intent = intent
        refusal.isKept = true
        return refusal
    }

    static let unauthorized = StripeRefusal(
        status: 401,
        type: "invalid_request_error",
        code: nil,
        message: "Invalid API Key provided. The sandbox takes sk_test_ACCOUNT."
    )

    static let rateLimited = StripeRefusal(
        status: 429,
        type: "invalid_request_error",
        code: "rate_limit",
        message: "Request rate limit exceeded. Learn more about rate limits here "
            + "https://stripe.com/docs/rate-limits."
    )

    static let serverError = StripeRefusal(
        status: 500,
        type: "api_error",
        code: nil,
        message: "Sorry, there was an error on our end.",
        isKept: true
    )

    static let unavailable = StripeRefusal(
        status: 503,
        type: "api_error",
        code: nil,
        message: "Stripe is temporarily unavailable."
    )

    /// The same key is being used by a call that has not ended.
    static func inFlight(_ key: String) -> StripeRefusal {
        StripeRefusal(
            status: 409,
            type: "invalid_request_error",
            code: "idempotency_key_in_use",
            message: "There is currently another in-progress request using this Idempotency Key "
                + "(that probably means you submitted twice, and the other request is still going "
                + "through): \(key). Please try again later."
        )
    }

    /// The key was first used for something else.
    static func otherUse(_ kept: KeptAnswer, _ call: Call) -> StripeRefusal {
        let same = kept.path == call.request.path
        let what =
            same
            ? "with the same parameters they were first used with"
            : "for the same endpoint they were first used for ('\(kept.path)')"
        return StripeRefusal(
            status: 400,
            type: "idempotency_error",
            code: nil,
            message: "Keys for idempotent requests can only be used \(what). Try using a key other "
                + "than '\(kept.scope.key)' if you meant to execute a different request."
        )
    }

    /// The refusal as it is answered.
    var answer: WireAnswer {
        var members: [JSON.Member] = []
        if let code {
            members.append(.init(name: "code", value: .string(code)))
            let page = "https://stripe.com/docs/error-codes/\(code.replacing("_", with: "-"))"
            members.append(.init(name: "doc_url", value: .string(page)))
        }
        members.append(.init(name: "message", value: .string(message)))
        if let parameter { members.append(.init(name: "param", value: .string(parameter))) }
        if let intent { members.append(.init(name: "payment_intent", value: intent)) }
        members.append(.init(name: "type", value: .string(type)))
        return WireAnswer(
            status: status,
            body: ["error": .object(members)],
            isKept: isKept,
            headers: advice
        )
    }

    /// `Stripe-Should-Retry` where the status alone would not tell.
    private var advice: [WireAnswer.Header] {
        switch status {
        case 409: [.init(name: "Stripe-Should-Retry", value: "true")]
        case 429:
            [
                .init(name: "Stripe-Should-Retry", value: "true"),
                .init(name: "Retry-After", value: "1"),
            ]
        default: []
        }
    }
}
