/// An envelope and the mail's bytes, checked to be safe on an SMTP connection.
public struct SubmittedMail: Hashable, Sendable {
    /// RFC 5321, section 4.5.3.1.8: what every server must take.
    public static let recipientsMax = 100

    /// Where bounces go; nil for none (`<>`).
    public let from: MailAddress?

    /// Who gets the mail: 1 to `recipientsMax`, all of them or nobody.
    public let recipients: [MailAddress]

    /// The mail with CR LF line ends, before dot-stuffing.
    public let bytes: [UInt8]

    /// A mail ready to submit.
    ///
    /// A CR or LF on its own is refused, not repaired: servers that read it as a line end are
    /// how one mail smuggles another (RFC 5321, section 2.3.8).
    ///
    /// - Throws: `MailError.invalidMessage` naming the rule that is broken.
    public init(
        from: MailAddress?,
        recipients: [MailAddress],
        bytes: [UInt8]
    ) throws(MailError) {
        guard (1...Self.recipientsMax).contains(recipients.count) else {
            throw .invalidMessage(reason: "it needs 1 to \(Self.recipientsMax) recipients")
        }
        try Self.checkLines(bytes)
        self.from = from
        self.recipients = recipients
        self.bytes = bytes
    }

    /// A mail to those it is addressed to.
    ///
    /// - Throws: `MailError.invalidMessage`, as above.
    public init(_ message: MailMessage, envelopeFrom: MailAddress? = nil) throws(MailError) {
        try self.init(
            from: envelopeFrom ?? message.from,
            recipients: message.to,
            bytes: message.bytes
        )
    }

    var needsSMTPUTF8: Bool {
        ([from].compactMap(\.self) + recipients).contains(where: \.needsSMTPUTF8)
            || hasUTF8Header
    }

    var isEightBit: Bool { bytes.contains { $0 >= 0x80 } }

    /// The body with dots doubled at line starts (RFC 5321, section 4.5.2) and a line end last,
    /// without the final dot.
    var dotStuffed: [UInt8] {
        var stuffed: [UInt8] = []
        stuffed.reserveCapacity(bytes.count + 64)
        var isLineStart = true
        for byte in bytes {
            if isLineStart, byte == UInt8(ascii: ".") { stuffed.append(byte) }
            stuffed.append(byte)
            isLineStart = byte == UInt8(ascii: "\n")
        }
        return isLineStart ? stuffed : stuffed + [0x0D, 0x0A]
    }

    private var hasUTF8Header: Bool {
        var previous: UInt8 = 0
        for (index, byte) in bytes.enumerated() {
            if byte >= 0x80 { return true }
            let isBlankLine =
                byte == 0x0A && previous == 0x0D && (index < 2 || bytes[index - 2] == 0x0A)
            if isBlankLine { return false }
            previous = byte
        }
        return false
    }

    private static func checkLines(_ bytes: [UInt8]) throws(MailError) {
        var previous: UInt8 = 0
        var length = 0
        for byte in bytes {
            guard byte != 0 else { throw .invalidMessage(reason: "it holds a NUL") }
            guard (previous == 0x0D) == (byte == 0x0A) else {
                throw .invalidMessage(reason: "a CR or LF stands on its own")
            }
            length = byte == 0x0A ? 0 : length + (byte == 0x0D ? 0 : 1)
            guard length <= 998 else {
                throw .invalidMessage(reason: "a line is longer than 998 octets")
            }
            previous = byte
        }
        guard previous != 0x0D else {
            throw .invalidMessage(reason: "a CR or LF stands on its own")
        }
    }
}
