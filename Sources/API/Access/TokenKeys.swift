import Crypto
import Foundation
import JWTKit

/// The keys that tokens may be signed with: HS256, ES256 and EdDSA (Ed25519).
///
/// A token is checked with the key that its `kid` names and with no other, and only by that key's
/// own algorithm. Sources: RFC 7515, 7517, 7518, 8037, 8725.
struct TokenKeys: Sendable {
    /// Why a file holds no keys that can be used; without anything of the keys.
    struct Fault: Error, Hashable, CustomStringConvertible {
        let description: String
    }

    private struct Key: Sendable {
        let algorithm: String
        let collection: JWTKeyCollection
    }

    private let keys: [String: Key]

    /// Shorter secrets can be guessed (RFC 7518, 3.2).
    private static let secretBytesMin = 32

    /// The keys of a JWKS; what is not one of the three algorithms is passed over.
    ///
    /// - Throws: `Fault`.
    init(jwks: [UInt8]) async throws(Fault) {
        let document: JSON
        do {
            document = try JSONParser.parse(jwks)
        } catch {
            throw Fault(description: "it is not JSON: \(error.reason) at byte \(error.offset)")
        }
        guard case .object(let members) = document,
            case .array(let entries)? = members.first(where: { $0.name == "keys" })?.value
        else { throw Fault(description: "it has no keys") }
        var keys: [String: Key] = [:]
        for (place, entry) in entries.enumerated() {
            guard let (name, key) = try await Self.key(entry, place + 1) else { continue }
            guard keys.updateValue(key, forKey: name) == nil else {
                throw Fault(description: "two keys have the same kid")
            }
        }
        guard !keys.isEmpty else {
            throw Fault(description: "it has no key for HS256, ES256 or EdDSA")
        }
        guard keys.count == 1 || keys[""] == nil else {
            throw Fault(description: "one of several keys has no kid")
        }
        self.keys = keys
    }

    /// The claims of a token that one of the keys signed and that holds now; nil otherwise.
    func claims(of token: String) async -> TokenClaims? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.header(parts[0]) else { return nil }
        guard let key = key(named: header["kid"]), header["alg"] == key.algorithm,
            header["crit"] == nil
        else { return nil }
        do {
            return try await key.collection.verify(token, as: TokenClaims.self)
        } catch {
            // Whatever is wrong with it, whoever sent it may not come in.
            return nil
        }
    }

    private func key(named name: String?) -> Key? {
        guard let name else { return keys.count == 1 ? keys.first?.value : nil }
        return keys[name]
    }

    /// The header's strings; anything else in it is there, but empty.
    private static func header(_ part: Substring) -> [String: String]? {
        guard let bytes = Base64URL.decode(part) else { return nil }
        guard
            case .success(.object(let members)) = Result(catching: { () throws(JSONParser.Fault) in
                try JSONParser.parse(bytes)
            })
        else { return nil }
        let pairs = members.map { member in
            if case .string(let text) = member.value { return (member.name, text) }
            return (member.name, "")
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private static func key(_ entry: JSON, _ place: Int) async throws(Fault) -> (String, Key)? {
        guard case .object(let members) = entry else {
            throw Fault(description: "key \(place) is no object")
        }
        let texts = Dictionary(
            uniqueKeysWithValues: members.compactMap { member in
                if case .string(let text) = member.value { return (member.name, text) }
                return nil
            }
        )
        guard texts["use"] ?? "sig" == "sig" else { return nil }
        let collection = JWTKeyCollection()
        do {
            switch (texts["kty"], texts["crv"], texts["alg"]) {
            case ("oct", _, nil), ("oct", _, "HS256"):
                guard let secret = texts["k"].flatMap({ Base64URL.decode($0[...]) }),
                    secret.count >= secretBytesMin
                else { throw Fault(description: "key \(place) needs a k of 32 bytes or more") }
                await collection.add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
                return (texts["kid"] ?? "", Key(algorithm: "HS256", collection: collection))
            case ("EC", "P-256", nil), ("EC", "P-256", "ES256"):
                let key = try ES256PublicKey(parameters: (texts["x"] ?? "", texts["y"] ?? ""))
                await collection.add(ecdsa: key)
                return (texts["kid"] ?? "", Key(algorithm: "ES256", collection: collection))
            case ("OKP", "Ed25519", nil), ("OKP", "Ed25519", "EdDSA"):
                let key = try EdDSA.PublicKey(x: texts["x"] ?? "", curve: .ed25519)
                await collection.add(eddsa: key)
                return (texts["kid"] ?? "", Key(algorithm: "EdDSA", collection: collection))
            default: return nil
            }
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(description: "key \(place) cannot be read")
        }
    }
}
