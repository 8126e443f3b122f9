import Preorder
import TestTurns
import Testing

@Suite("The vault", .inTurn)
struct VaultTests {
    private let plain = Array("tgen_paymentKey".utf8)

    private func key(_ id: String, _ byte: UInt8) throws -> Vault.Key {
        try Vault.Key(id: id, bytes: [UInt8](repeating: byte, count: 32))
    }

    @Test("opens what it sealed for the same purpose, an empty text as well")
    func roundTrip() throws {
        let vault = try Vault(keys: [try key("a", 1)])
        for text in [plain, []] {
            let (keyID, sealed) = try vault.seal(text, purpose: "p:1")
            #expect(keyID == "a")
            #expect(try vault.open(sealed, keyID: keyID, purpose: "p:1") == text)
        }
    }

    @Test("never seals the same text to the same bytes")
    func nonce() throws {
        let vault = try Vault(keys: [try key("a", 1)])
        let sealed = try (0..<100).map { _ in try vault.seal(plain, purpose: "p:1").sealed }
        #expect(Set(sealed).count == 100)
    }

    @Test("does not open with another key, even one of the same id")
    func wrongKey() throws {
        let (keyID, sealed) = try Vault(keys: [try key("a", 1)]).seal(plain, purpose: "p:1")
        let other = try Vault(keys: [try key("a", 2)])
        #expect(throws: VaultError.cannotOpen(purpose: "p:1")) {
            try other.open(sealed, keyID: keyID, purpose: "p:1")
        }
    }

    @Test("does not open for another purpose")
    func wrongPurpose() throws {
        let vault = try Vault(keys: [try key("a", 1)])
        let (keyID, sealed) = try vault.seal(plain, purpose: "p:1")
        #expect(throws: VaultError.cannotOpen(purpose: "p:2")) {
            try vault.open(sealed, keyID: keyID, purpose: "p:2")
        }
    }

    @Test("does not open when any one byte was changed, or bytes are missing")
    func changed() throws {
        let vault = try Vault(keys: [try key("a", 1)])
        let (keyID, sealed) = try vault.seal(plain, purpose: "p:1")
        for index in sealed.indices {
            var other = sealed
            other[index] ^= 1
            #expect(throws: VaultError.cannotOpen(purpose: "p:1")) {
                try vault.open(other, keyID: keyID, purpose: "p:1")
            }
        }
        for length in [0, 1, 27, sealed.count - 1] {
            #expect(throws: VaultError.cannotOpen(purpose: "p:1")) {
                try vault.open(Array(sealed.prefix(length)), keyID: keyID, purpose: "p:1")
            }
        }
    }

    @Test("seals with the first key and opens with every key, so keys rotate")
    func rotation() throws {
        let (old, new) = (try key("old", 1), try key("new", 2))
        let (oldID, sealed) = try Vault(keys: [old]).seal(plain, purpose: "p:1")
        let rotated = try Vault(keys: [new, old])
        #expect(try rotated.seal(plain, purpose: "p:1").keyID == "new")
        #expect(try rotated.open(sealed, keyID: oldID, purpose: "p:1") == plain)
        let retired = try Vault(keys: [new])
        #expect(throws: VaultError.unknownKey("old")) {
            try retired.open(sealed, keyID: oldID, purpose: "p:1")
        }
    }

    @Test("needs a key, and every key 32 bytes", arguments: [0, 16, 31, 33])
    func keys(bytes: Int) throws {
        #expect(throws: VaultError.noKey) { try Vault(keys: []) }
        #expect(throws: VaultError.keySize(id: "a", bytes: bytes)) {
            try Vault.Key(id: "a", bytes: [UInt8](repeating: 1, count: bytes))
        }
    }
}
