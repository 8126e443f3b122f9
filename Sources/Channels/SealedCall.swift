import Foundation
import Outbox
import Postgres
import Preorder

/// Seals what goes over the wire before it is sent, and opens it for a permitted re-send.
struct SealedCall: Sendable {
    let vault: Vault

    /// Seals `bytes` as the request of a message.
    func seal(
        _ bytes: [UInt8],
        messageID: Int64,
        windowEndsAt: Timestamp
    ) throws -> SealedRequest {
        let (keyID, sealed) = try vault.seal(bytes, purpose: Self.purpose(messageID))
        return SealedRequest(
            sealed: Bytea(sealed),
            sealKeyID: keyID,
            windowEndsAt: windowEndsAt
        )
    }

    /// The exact bytes of an open attempt.
    ///
    /// - Throws: `ChannelError.noRequest` when they were wiped; `VaultError`.
    func open(_ attempt: OpenAttempt, messageID: Int64) throws -> [UInt8] {
        guard let request = attempt.request else {
            throw ChannelError.noRequest(messageID: messageID)
        }
        return try vault.open(
            request.sealed.bytes,
            keyID: request.sealKeyID,
            purpose: Self.purpose(messageID)
        )
    }

    private static func purpose(_ messageID: Int64) -> String { "attempt_request:\(messageID)" }
}
