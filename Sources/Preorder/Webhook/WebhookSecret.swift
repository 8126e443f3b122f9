internal import Crypto
import Foundation
import Postgres

/// What an endpoint checks signatures with.
///
/// Source: Standard Webhooks 1.0, "Symmetric key signatures".
public struct WebhookSecret: Sendable {
    /// 32 random bytes.
    public let bytes: [UInt8]

    /// A new secret.
    public init() { bytes = SymmetricKey(size: .bits256).withUnsafeBytes(Array.init) }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// `whsec_` and base64, as endpoints are given it.
    public var text: String { "whsec_" + Data(bytes).base64EncodedString() }

    /// The signature of a body that is sent under an id at an instant, `v1,` and base64.
    public func signature(of body: [UInt8], id: String, at seconds: Int64) -> String {
        var code = HMAC<SHA256>(key: SymmetricKey(data: bytes))
        code.update(data: Array("\(id).\(seconds).".utf8))
        code.update(data: body)
        return "v1," + Data(code.finalize()).base64EncodedString()
    }

    func sealed(
        for endpointID: UUID,
        in vault: Vault
    ) throws(VaultError) -> (keyID: String, sealed: Bytea) {
        let (keyID, sealed) = try vault.seal(bytes, purpose: Self.purpose(endpointID))
        return (keyID, Bytea(sealed))
    }

    static func open(
        _ sealed: Bytea,
        keyID: String,
        of endpointID: UUID,
        with vault: Vault
    ) throws(VaultError) -> WebhookSecret {
        WebhookSecret(
            bytes: try vault.open(sealed.bytes, keyID: keyID, purpose: purpose(endpointID))
        )
    }

    private static func purpose(_ endpointID: UUID) -> String {
        "webhook_endpoint:\(endpointID.uuidString.lowercased())"
    }
}
