import Foundation
import JWTKit
import Testing

/// Bearer tokens and the JWKS file that they are checked with.
struct Tokens: Sendable {
    /// What a token claims.
    struct Claims: JWTPayload {
        var sub: String
        var exp: Int?
        var nbf: Int?
        var iss: String?
        var aud: String?
        var role: String?
        var country: String?
        var name: String?

        func verify(using algorithm: some JWTAlgorithm) {}
    }

    let keyFile: String
    let keys = JWTKeyCollection()

    private static let secret = [UInt8](repeating: 9, count: 32)
    private static let elliptic = ES256PrivateKey()

    /// A file with a key for each of the three algorithms: `h`, `e` and `d`.
    init() async throws {
        keyFile =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("jwks-\(UUID().uuidString).json").path
        let edwards = try EdDSA.PrivateKey(curve: .ed25519)
        await keys.add(
            hmac: HMACKey(from: Self.secret),
            digestAlgorithm: .sha256,
            kid: JWKIdentifier(string: "h")
        )
        await keys.add(ecdsa: Self.elliptic, kid: JWKIdentifier(string: "e"))
        await keys.add(eddsa: edwards, kid: JWKIdentifier(string: "d"))
        let point = try #require(Self.elliptic.publicKey.parameters)
        try write(
            """
            {"keys": [{"kty": "oct", "kid": "h", "alg": "HS256", "k": "\(Self.url(Self.secret))"},
             {"kty": "EC", "crv": "P-256", "kid": "e", "x": "\(Self.url(point.x))",
              "y": "\(Self.url(point.y))"},
             {"kty": "OKP", "crv": "Ed25519", "kid": "d",
              "x": "\(Self.url(Array(edwards.publicKey.rawRepresentation)))"},
             {"kty": "RSA", "kid": "r", "n": "AQAB", "e": "AQAB"}]}
            """
        )
    }

    /// Replaces the file at once, as an operator does.
    func write(_ text: String) throws {
        let fresh = keyFile + ".new"
        try text.write(toFile: fresh, atomically: false, encoding: .utf8)
        guard rename(fresh, keyFile) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// A member's token that lives for an hour.
    func member(_ id: UUID) async throws -> String {
        try await sign(Claims(sub: id.uuidString, exp: Self.soon))
    }

    /// A manager's.
    func manager(_ id: UUID, _ country: String = "KR") async throws -> String {
        try await sign(
            Claims(sub: id.uuidString, exp: Self.soon, role: "manager", country: country)
        )
    }

    /// An operator's.
    func `operator`(_ name: String = "Ada", id: UUID = UUID()) async throws -> String {
        try await sign(
            Claims(sub: id.uuidString, exp: Self.soon, role: "operator", name: name)
        )
    }

    func sign(_ claims: Claims, with key: String = "h") async throws -> String {
        try await keys.sign(claims, kid: JWKIdentifier(string: key))
    }

    static var soon: Int { Int(Date().timeIntervalSince1970) + 3_600 }

    static func url(_ bytes: [UInt8]) -> String { url(Data(bytes).base64EncodedString()) }

    static func url(_ base64: String) -> String {
        base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
