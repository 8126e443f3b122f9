public import Foundation
import JWTKit

/// Signs bearer tokens with a key made here (ES256), whose public half the API reads.
public struct TokenSigner: Sendable {
    private let keys = JWTKeyCollection()
    private let key = ES256PrivateKey()
    private let expiresAt: Date

    private static let name = JWKIdentifier(string: "local")

    /// Signs tokens that live for so many days of real time, as everybody's do.
    public init(lifeDays: Int) async {
        expiresAt = Date().addingTimeInterval(TimeInterval(lifeDays) * 86_400)
        await keys.add(ecdsa: key, kid: Self.name)
    }

    private struct Claims: JWTPayload {
        let sub: String
        let exp: ExpirationClaim
        let role: String
        let country: String?
        let name: String?

        func verify(using algorithm: some JWTAlgorithm) {}
    }

    /// A token that names `subject`; a manager's has the country of the office.
    ///
    /// - Throws: what jwt-kit throws; the key is made here, so it does not.
    public func token(
        for subject: UUID,
        role: String = "member",
        country: String? = nil,
        name: String? = nil
    ) async throws -> String {
        let claims = Claims(
            sub: subject.uuidString.lowercased(),
            exp: ExpirationClaim(value: expiresAt),
            role: role,
            country: country,
            name: name
        )
        return try await keys.sign(claims, kid: Self.name)
    }

    /// The JWKS with the public half (RFC 7517).
    public func keySet() throws -> Data {
        let point = key.parameters
        let fields = [
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": Self.name.string,
            "x": Self.url(point?.x), "y": Self.url(point?.y),
        ]
        return try JSONEncoder().encode(["keys": [fields]])
    }

    /// Base64 as JSON Web Keys have it (RFC 7518, 6.2.1.2).
    private static func url(_ base64: String?) -> String {
        (base64 ?? "").replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
