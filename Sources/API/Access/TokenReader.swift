import JWTKit

/// Tells whom a token names, when its signature, its time and whom it is from and for are right.
struct TokenReader: Sendable {
    let keys: KeyFile
    let issuer: String?
    let audience: String?

    /// Whom `token` names; nil when it cannot be trusted.
    func caller(_ token: String) async -> Caller? {
        guard let claims = await keys.current().claims(of: token) else { return nil }
        if let issuer, claims.iss != issuer { return nil }
        if let audience, claims.aud?.value.contains(audience) != true { return nil }
        return claims.caller
    }
}
