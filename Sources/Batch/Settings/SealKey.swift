import Foundation

/// A key that encrypts what must not be readable at rest.
public struct SealKey: Sendable {
    /// Names the key beside each ciphertext.
    public let id: String

    /// 32 bytes.
    public let bytes: Secret<[UInt8]>
}

extension SettingsReader {
    /// RESERVOIR_SEAL_KEYS: a list of `id:base64`, 32 bytes each; the first seals, all open.
    public mutating func sealKeys() -> [SealKey] {
        let name = "RESERVOIR_SEAL_KEYS"
        guard let list = secret(name) else {
            if string("\(name)_FILE") == nil {
                note("\(name) is not set: id:base64 of 32 bytes, the first one is current")
            }
            return []
        }
        let items = list.value.split(separator: ",", omittingEmptySubsequences: false)
        let keys = items.enumerated().compactMap { sealKey($1, at: $0 + 1) }
        if Set(keys.map(\.id)).count < keys.count { note("\(name): two keys have the same id") }
        return keys
    }

    private mutating func sealKey(_ item: Substring, at place: Int) -> SealKey? {
        let parts = item.split(separator: ":", maxSplits: 1)
        let data = parts.count == 2 ? Data(base64Encoded: String(parts[1])) : nil
        guard let data, data.count == 32 else {
            note("RESERVOIR_SEAL_KEYS: key \(place) is not id:base64 of exactly 32 bytes")
            return nil
        }
        return SealKey(id: String(parts[0]), bytes: Secret(Array(data)))
    }
}
