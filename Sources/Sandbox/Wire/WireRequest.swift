/// One HTTP request as the wire logic sees it: read whole, without I/O.
struct WireRequest: Sendable {
    let method: String

    /// The path without its query, still percent-encoded.
    let path: String

    let query: FormFields
    let body: String
    let authorization: String?
    let idempotencyKey: String?

    /// Toss: the error this call asks for.
    let testCode: String?

    /// Stripe: the version the caller pins, echoed in the answer.
    let stripeVersion: String?

    init(
        method: String,
        path: String,
        query: String = "",
        body: String = "",
        authorization: String? = nil,
        idempotencyKey: String? = nil,
        testCode: String? = nil,
        stripeVersion: String? = nil
    ) {
        self.method = method
        self.path = path
        self.query = FormFields(query)
        self.body = body
        self.authorization = authorization
        self.idempotencyKey = idempotencyKey
        self.testCode = testCode
        self.stripeVersion = stripeVersion
    }
}
