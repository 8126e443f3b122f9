/// A call to a gateway whose sender is known.
struct Call: Sendable {
    let route: Route
    let credential: Credential
    let request: WireRequest

    /// When it was received, in sandbox time; moved on when it is carried out later.
    var at: Instant

    /// What makes this call the same call however often and whenever it arrives: faults are drawn
    /// from it, never from the order of arrival.
    let identity: String

    init(route: Route, credential: Credential, request: WireRequest, at: Instant) {
        self.route = route
        self.credential = credential
        self.request = request
        self.at = at
        let distinction = request.idempotencyKey ?? String(StableHash.of(request.body), radix: 36)
        let operation = route.operation
        identity =
            "\(operation.gateway.rawValue)|\(credential.account)|\(operation.rawValue)|"
            + "\(route.subject)|\(distinction)"
    }

    var operation: Operation { route.operation }
    var gateway: Gateway { route.operation.gateway }
    var account: String { credential.account }
}
