import HTTPTypes
import JWTKit

/// Decides who may come in, and how many at a time.
struct Gate: Sendable {
    let keys: KeyFile
    let issuer: String?
    let audience: String?
    let rates: RateLimiter
    let slots: Slots

    /// Larger than what browsers and proxies send; names, values and path together.
    private static let headerBytesMax = 16 << 10

    /// Refuses heads that are larger than any honest one, and bodies of which nobody could say where
    /// they end: behind them a proxy may see another request (RFC 9112, 6.1).
    func checkHeaders(_ head: HTTPRequest) throws(Problem) {
        if let coding = head.headerFields[.transferEncoding], coding.lowercased() != "chunked" {
            throw .broken("has a Transfer-Encoding other than chunked")
        }
        let bytes = head.headerFields.reduce(head.path?.utf8.count ?? 0) { sum, field in
            sum + field.name.rawName.utf8.count + field.value.utf8.count
        }
        guard bytes <= Self.headerBytesMax else { throw Problem(.headersTooLarge) }
    }

    /// Whoever asks, when they may ask for this and not too often; nil where nobody need say.
    func caller(of headers: HTTPFields, for route: Route) async throws(Problem) -> Caller? {
        guard route.access == .members || route.access == .managers else { return nil }
        guard let caller = await caller(headers[.authorization]) else {
            throw Problem(.unauthorized)
        }
        if let wait = rates.take(caller.name) { throw Problem(.tooManyRequests, retryAfter: wait) }
        switch (route.access, caller) {
        case (.everyone, _), (.gateways, _), (.members, .member), (.managers, .manager):
            return caller
        case (.members, .manager), (.managers, .member): throw Problem(.forbidden)
        }
    }

    /// Answers when there is a slot, of which gateways have their own; what the program says of
    /// itself needs none.
    func through(
        _ route: Route,
        _ webhooks: WebhookGate,
        _ answer: () async throws -> Answer
    ) async throws -> Answer {
        guard route.access != .everyone else { return try await answer() }
        let slots = route.access == .gateways ? webhooks.slots : slots
        guard slots.take() else { throw Problem(.overloaded, retryAfter: .seconds(1)) }
        defer { slots.giveBack() }
        return try await answer()
    }

    private func caller(_ header: String?) async -> Caller? {
        let parts = (header ?? "").split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        guard let claims = await keys.current().claims(of: String(parts[1])) else { return nil }
        if let issuer, claims.iss != issuer { return nil }
        if let audience, claims.aud?.value.contains(audience) != true { return nil }
        return claims.caller
    }
}
