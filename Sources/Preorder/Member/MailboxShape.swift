/// What every mail relay takes as an address: a dot-atom, an @ and a host name.
///
/// Quoted local parts and address literals are legal and unused, and an international domain is
/// given in its `xn--` form; an address that no relay takes would fail only with the first mail.
/// Source: RFC 5322, section 3.2.3; RFC 5321, section 4.5.3.1; RFC 1035, section 2.3.4.
enum MailboxShape {
    static func fits(_ address: String) -> Bool {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, address.utf8.count <= 254 else { return false }
        return isLocalPart(parts[0]) && isHostName(parts[1])
    }

    private static func isLocalPart(_ local: Substring) -> Bool {
        let atoms = local.split(separator: ".", omittingEmptySubsequences: false)
        return local.utf8.count <= 64
            && atoms.allSatisfy { atom in
                !atom.isEmpty && atom.unicodeScalars.allSatisfy(isAtomText)
            }
    }

    private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
        if isLetterOrDigit(scalar) { return true }
        // Letters of other scripts, after RFC 6531.
        guard scalar.isASCII else { return scalar.properties.isAlphabetic }
        return "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
    }

    private static func isHostName(_ host: Substring) -> Bool {
        host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.unicodeScalars.allSatisfy { isLetterOrDigit($0) || $0 == "-" }
        }
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }
}
