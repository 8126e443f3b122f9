extension Gateway {
    /// The answer with the headers that this gateway sends along with every one.
    func dressed(_ answer: WireAnswer, for request: WireRequest) -> WireAnswer {
        var dressed = answer
        switch self {
        case .stripe:
            let content = "\(request.path)|\(request.body)|\(answer.body)"
            let id = "req_" + StableHash.token(content, length: 14)
            dressed.headers.append(.init(name: "Request-Id", value: id))
            dressed.headers.append(
                .init(
                    name: "Stripe-Version",
                    value: request.stripeVersion ?? StripeAPI.version
                )
            )
            if let key = request.idempotencyKey {
                dressed.headers.append(.init(name: "Idempotency-Key", value: key))
            }
        case .toss:
            dressed.headers.append(
                .init(name: "Content-Type", value: "application/json;charset=UTF-8")
            )
        }
        return dressed
    }
}
