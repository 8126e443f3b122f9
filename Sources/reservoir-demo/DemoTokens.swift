import Foundation
import JWTKit

/// Signs bearer tokens with a key made here, whose public half the API reads.
struct DemoTokens: Sendable {
    private let keys = JWTKeyCollection()
    private let key = ES256PrivateKey()
    private let expiresAt: Date

    private static let name = JWKIdentifier(string: "demo")

    /// How long tokens live, in real time, as everybody's do: longer than anybody leaves a demo
    /// running.
    static let lifeDays = 30

    init() async {
        expiresAt = Date().addingTimeInterval(TimeInterval(Self.lifeDays) * 86_400)
        await keys.add(ecdsa: key, kid: Self.name)
    }

    private struct Claims: JWTPayload {
        let sub: String
        let exp: ExpirationClaim
        let role: String
        let country: String?
        let name: String

        func verify(using algorithm: some JWTAlgorithm) {}
    }

    /// A token for `person`.
    func token(for person: DemoPerson) async throws -> String {
        let claims = Claims(
            sub: person.id.uuidString.lowercased(),
            exp: ExpirationClaim(value: expiresAt),
            role: person.role.rawValue,
            country: person.role == .manager ? person.country : nil,
            name: person.name
        )
        return try await keys.sign(claims, kid: Self.name)
    }

    /// The JWKS with the public half (RFC 7517).
    func keySet() throws -> Data {
        guard let point = key.parameters else { throw DemoError.refused("a key without a point") }
        let key = [
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": Self.name.string,
            "x": Self.url(point.x), "y": Self.url(point.y),
        ]
        return try JSONEncoder().encode(["keys": [key]])
    }

    /// Base64 as JSON Web Keys have it (RFC 7518, 6.2.1.2).
    private static func url(_ base64: String) -> String {
        base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
