public import Foundation
public import Postgres

extension UUID {
    /// A version 7 UUID: 48 bits of Unix milliseconds, then random bits.
    ///
    /// Source: RFC 9562, 5.7. `now` is real or domain time; only the order of ids depends on it.
    public static func ordered(at now: Timestamp) -> UUID {
        let milliseconds = UInt64(bitPattern: now.microseconds / 1_000)
        var bytes = UUID().uuid
        withUnsafeMutableBytes(of: &bytes) { raw in
            for index in 0..<6 {
                raw[index] = UInt8(truncatingIfNeeded: milliseconds >> UInt64(40 - 8 * index))
            }
            raw[6] = (raw[6] & 0x0f) | 0x70
        }
        return UUID(uuid: bytes)
    }
}
