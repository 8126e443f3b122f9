/// A Message-ID (RFC 5322, section 3.6.4), such as `<0198c2f4@mail.example.com>`.
///
/// The same message must always get the same one: it makes a second delivery after an unknown
/// outcome recognisable, and the MIME boundary is derived from it.
public struct MessageID: Hashable, Sendable {
    /// With its angle brackets.
    public let text: String

    /// A Message-ID from a unique left side (a UUID, a number) and the sender's domain.
    ///
    /// - Throws: `MailError.invalidMessageID` when a side is empty, too long or holds a
    ///   character that does not belong there.
    public init(unique: String, domain: String) throws(MailError) {
        let isPlain = unique.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isPlain, (1...64).contains(unique.utf8.count) else {
            throw .invalidMessageID(reason: "the left side needs 1 to 64 of a-z A-Z 0-9 - _")
        }
        do throws(HostName.Fault) {
            try HostName.check(domain[...])
        } catch {
            throw .invalidMessageID(reason: error.reason)
        }
        text = "<\(unique)@\(domain)>"
    }

    /// A MIME boundary that follows from the Message-ID alone (FNV-1a, 64 bits).
    ///
    /// `=_` cannot stand in quoted-printable or base64 text, so no part can contain it
    /// (RFC 2045, section 6.7).
    var boundary: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "=_" + String(hash, radix: 36)
    }
}
