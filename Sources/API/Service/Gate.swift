import HTTPTypes

/// Decides who may come in, and how many at a time.
struct Gate: Sendable {
    let tokens: TokenReader

    /// Whether browsers reach the pages by TLS.
    let pagesAreSecure: Bool
    let rates: RateLimiter
    let slots: Slots

    /// Larger than what browsers and proxies send; names, values and path together.
    private static let headerBytesMax = 16 << 10

    /// Refuses heads that are larger than any honest one.
    func checkHeaders(_ head: HTTPRequest) throws(Problem) {
        let bytes = head.headerFields.reduce(head.path?.utf8.count ?? 0) { sum, field in
            sum + field.name.rawName.utf8.count + field.value.utf8.count
        }
        guard bytes <= Self.headerBytesMax else { throw Problem(.headersTooLarge) }
    }

    /// Whoever asks, when they may ask for this and not too often; nil where nobody need say.
    func caller(of headers: HTTPFields, for route: Route) async throws(Problem) -> Caller? {
        switch route.access {
        case .everyone, .gateways: return nil
        case .visitors:
            guard let token = Cookies(headers).token(isSecure: pagesAreSecure),
                let visitor = await tokens.caller(token)
            else { return nil }
            return try paced(visitor)
        case .members, .managers:
            guard let caller = await caller(headers[.authorization]) else {
                throw Problem(.unauthorized)
            }
            switch (route.access, try paced(caller)) {
            case (.members, .member), (.managers, .manager): return caller
            default: throw Problem(.forbidden)
            }
        }
    }

    /// The caller, unless they ask too often.
    private func paced(_ caller: Caller) throws(Problem) -> Caller {
        if let wait = rates.take(caller.name) { throw Problem(.tooManyRequests, retryAfter: wait) }
        return caller
    }

    /// Answers when there is a slot; what the program says of itself needs none.
    func through(
        _ route: Route,
        _ answer: () async throws -> Answer
    ) async throws -> Answer {
        guard route.access != .everyone else { return try await answer() }
        guard slots.take() else { throw Problem(.overloaded, retryAfter: .seconds(1)) }
        defer { slots.giveBack() }
        return try await answer()
    }

    private func caller(_ header: String?) async -> Caller? {
        let parts = (header ?? "").split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return await tokens.caller(String(parts[1]))
    }
}
