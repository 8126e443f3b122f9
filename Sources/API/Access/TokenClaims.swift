import Foundation
import JWTKit

/// What a token claims; `exp` is required (RFC 7519, 4.1.4).
///
/// Tokens live in real time, whatever the domain's clock says.
struct TokenClaims: JWTPayload {
    let sub: String
    let exp: ExpirationClaim
    let nbf: NotBeforeClaim?
    let iss: String?
    let aud: AudienceClaim?
    let role: String?
    let country: String?
    let name: String?

    func verify(using algorithm: some JWTAlgorithm) throws {
        try exp.verifyNotExpired()
        try nbf?.verifyNotBefore()
    }

    /// Whom they name; nil when they name nobody.
    var caller: Caller? {
        guard let id = UUID(uuidString: sub) else { return nil }
        switch role {
        case nil, "member": return .member(id)
        case "manager":
            guard let country, country.count == 2,
                country.allSatisfy({ $0.isASCII && $0.isUppercase })
            else { return nil }
            return .manager(id, country: country)
        case "operator":
            guard let name, (1...200).contains(name.count), !name.allSatisfy(\.isWhitespace)
            else { return nil }
            return .operator(id, name: name)
        default: return nil
        }
    }
}
