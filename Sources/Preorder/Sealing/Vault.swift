internal import Crypto
import Foundation

/// Encrypts what must not be readable at rest: request bytes and what the buyer's client got from
/// the gateway.
///
/// AES-256-GCM with a random nonce; the purpose is authenticated, so a ciphertext cannot be moved
/// to another place. Keys have ids: the first seals, all of them open. Source: NIST SP 800-38D.
public struct Vault: Sendable {
    /// A key and its id.
    public struct Key: Sendable {
        /// Names the key beside each ciphertext.
        public let id: String

        fileprivate let key: SymmetricKey

        /// A 256-bit key.
        ///
        /// - Throws: `VaultError.keySize` unless `bytes` are 32.
        public init(id: String, bytes: [UInt8]) throws(VaultError) {
            guard bytes.count == 32 else { throw .keySize(id: id, bytes: bytes.count) }
            self.id = id
            key = SymmetricKey(data: bytes)
        }
    }

    private let keys: [Key]

    /// The first of `keys` seals.
    ///
    /// - Throws: `VaultError.noKey` without any.
    public init(keys: [Key]) throws(VaultError) {
        guard !keys.isEmpty else { throw .noKey }
        self.keys = keys
    }

    /// Encrypts `plain` for `purpose`, such as `payment:<id>`.
    ///
    /// - Returns: the id of the key and nonce, ciphertext and tag in one.
    /// - Throws: `VaultError.cannotSeal`.
    public func seal(
        _ plain: [UInt8],
        purpose: String
    ) throws(VaultError) -> (keyID: String, sealed: [UInt8]) {
        guard let current = keys.first else { throw .noKey }
        do {
            let box = try AES.GCM.seal(
                plain,
                using: current.key,
                authenticating: Array(purpose.utf8)
            )
            guard let combined = box.combined else { throw VaultError.cannotSeal }
            return (current.id, Array(combined))
        } catch {
            throw .cannotSeal
        }
    }

    /// Decrypts what `seal` made for the same purpose.
    ///
    /// - Throws: `VaultError.unknownKey` when the key has been removed; `cannotOpen` when the
    ///   bytes or the purpose are not what was sealed.
    public func open(
        _ sealed: [UInt8],
        keyID: String,
        purpose: String
    ) throws(VaultError) -> [UInt8] {
        guard let key = keys.first(where: { $0.id == keyID }) else { throw .unknownKey(keyID) }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed)
            return Array(
                try AES.GCM.open(box, using: key.key, authenticating: Array(purpose.utf8))
            )
        } catch {
            throw .cannotOpen(purpose: purpose)
        }
    }
}

/// Why something could not be sealed or opened.
public enum VaultError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No key was given.
    case noKey

    /// A key is not 32 bytes long.
    case keySize(id: String, bytes: Int)

    /// A ciphertext names a key that is not configured.
    case unknownKey(String)

    /// Encryption failed.
    case cannotSeal

    /// The bytes were changed, or belong to another purpose.
    case cannotOpen(purpose: String)

    /// What to do about it.
    public var description: String {
        switch self {
        case .noKey: "no sealing key is configured; set RESERVOIR_SEAL_KEYS"
        case .keySize(let id, let bytes):
            "sealing key \(id) has \(bytes) bytes; it needs 32 (openssl rand -base64 32)"
        case .unknownKey(let id):
            "a ciphertext was sealed with key \(id), which RESERVOIR_SEAL_KEYS does not list"
        case .cannotSeal: "encryption failed"
        case .cannotOpen(let purpose): "the sealed bytes of \(purpose) do not open"
        }
    }
}
