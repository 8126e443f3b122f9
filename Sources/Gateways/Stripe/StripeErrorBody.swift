/// An error body. Source: https://docs.stripe.com/api/errors
struct StripeErrorBody: Decodable {
    let failure: StripeFailure
    let intent: StripeIntent?

    private enum CodingKeys: String, CodingKey {
        case error
    }

    private enum ErrorKeys: String, CodingKey {
        case intent = "payment_intent"
    }

    init(from decoder: any Decoder) throws {
        let body = try decoder.container(keyedBy: CodingKeys.self)
        failure = try body.decode(StripeFailure.self, forKey: .error)
        intent = try body.nestedContainer(keyedBy: ErrorKeys.self, forKey: .error)
            .decodeIfPresent(StripeIntent.self, forKey: .intent)
    }
}
