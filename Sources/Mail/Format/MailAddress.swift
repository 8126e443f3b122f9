/// A mailbox with an optional display name, checked so that it cannot break out of an SMTP
/// command or a header.
///
/// Accepted is what shops accept: a dot-atom (RFC 5322, section 3.2.3; letters of other scripts
/// after RFC 6531) and a host name. Quoted local parts and address literals are legal in
/// theory, unused in practice and a classic way to smuggle commands, so they are refused.
public struct MailAddress: Hashable, Sendable {
    /// The mailbox, such as `kim@example.com`.
    public let mailbox: String

    /// The name shown to people, on one line; nil for none.
    public let name: String?

    /// A checked address.
    ///
    /// Harmful characters in the name are removed, since a member's name must not keep a mail
    /// from being sent; in the mailbox they are an error.
    ///
    /// - Throws: `MailError.invalidAddress` with the rule that is broken.
    public init(_ mailbox: String, name: String? = nil) throws(MailError) {
        let parts = mailbox.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw .invalidAddress(reason: "it needs exactly one @")
        }
        guard mailbox.utf8.count <= Self.mailboxOctetsMax else {
            throw .invalidAddress(reason: "it is longer than \(Self.mailboxOctetsMax) octets")
        }
        try Self.checkLocalPart(parts[0])
        do throws(HostName.Fault) {
            try HostName.check(parts[1])
        } catch {
            throw .invalidAddress(reason: error.reason)
        }
        self.mailbox = mailbox
        let line = name.map { MailText.singleLine($0) } ?? ""
        self.name = line.isEmpty ? nil : line
    }

    /// Whether the server must offer SMTPUTF8 (RFC 6531) for this mailbox.
    public var needsSMTPUTF8: Bool { !mailbox.utf8.allSatisfy { $0 < 0x80 } }

    /// RFC 5321, section 4.5.3.1.3, less the two angle brackets.
    private static let mailboxOctetsMax = 254

    /// RFC 5321, section 4.5.3.1.1.
    private static let localPartOctetsMax = 64

    private static func checkLocalPart(_ local: Substring) throws(MailError) {
        guard (1...localPartOctetsMax).contains(local.utf8.count) else {
            throw .invalidAddress(
                reason: "the part before @ needs 1 to \(localPartOctetsMax) octets"
            )
        }
        let atoms = local.split(separator: ".", omittingEmptySubsequences: false)
        guard atoms.allSatisfy({ !$0.isEmpty }) else {
            throw .invalidAddress(reason: "a dot at the edge of, or two dots in, the local part")
        }
        guard local.unicodeScalars.allSatisfy({ $0 == "." || isAtomText($0) }) else {
            throw .invalidAddress(reason: "a character that is not allowed before @")
        }
    }

    private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": true
            default: "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
            }
        }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .nonspacingMark, .spacingMark:
            true
        default: false
        }
    }
}

extension MailAddress: CustomStringConvertible {
    /// Hides the address: logs carry no personal data.
    ///
    /// Use `mailbox` on purpose.
    public var description: String { "[address]" }
}
