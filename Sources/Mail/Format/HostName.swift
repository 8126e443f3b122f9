/// The check for host names in addresses, Message-IDs and EHLO.
enum HostName {
    struct Fault: Error {
        let reason: String
    }

    /// RFC 1035, section 2.3.4: labels of 1 to 63 letters, digits and inner hyphens, 253 octets.
    static func check(_ name: Substring) throws(Fault) {
        guard (1...253).contains(name.utf8.count) else {
            throw Fault(reason: "the host name needs 1 to 253 octets")
        }
        for label in name.split(separator: ".", omittingEmptySubsequences: false) {
            guard (1...63).contains(label.utf8.count), label.first != "-", label.last != "-" else {
                throw Fault(reason: "a label of the host name is empty, too long or hyphenated")
            }
            guard label.utf8.allSatisfy(isLetterDigitHyphen) else {
                throw Fault(
                    reason: "the host name may hold ASCII letters, digits and hyphens only; "
                        + "give an international domain in its xn-- form"
                )
            }
        }
    }

    private static func isLetterDigitHyphen(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
