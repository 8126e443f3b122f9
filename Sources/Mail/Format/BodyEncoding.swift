internal import Foundation

/// A text as a MIME body part's bytes: quoted-printable or base64, whichever is shorter.
///
/// English stays readable in quoted-printable and Korean stays small in base64 (a hangul
/// syllable takes 9 characters in the one and 4 in the other).
struct BodyEncoding {
    /// The value of Content-Transfer-Encoding.
    let name: String

    /// Lines of at most 76 characters, each ended by CR LF.
    let body: String

    init(_ text: String) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let quoted = lines.map { Self.quotedPrintable($0) }.joined(separator: "\r\n")
        let canonical = lines.joined(separator: "\r\n")
        let base64 = Self.base64(Array(canonical.utf8))
        let isQuotedShorter = quoted.utf8.count <= base64.utf8.count
        name = isQuotedShorter ? "quoted-printable" : "base64"
        body = isQuotedShorter ? quoted + "\r\n" : base64
    }

    /// RFC 2045, section 6.8: 57 bytes make one line of 76 characters.
    private static func base64(_ bytes: [UInt8]) -> String {
        stride(from: 0, to: bytes.count, by: 57).map { start in
            let line = Data(bytes[start..<min(start + 57, bytes.count)])
            return line.base64EncodedString() + "\r\n"
        }.joined()
    }

    /// RFC 2045, section 6.7: one line of text, with soft breaks so that none exceeds 76.
    ///
    /// A dot at the start of a line is encoded too, so that a broken relay cannot take it for
    /// the end of the mail.
    private static func quotedPrintable(_ line: Substring) -> String {
        let bytes = Array(line.utf8)
        var encoded = ""
        var length = 0
        for (index, byte) in bytes.enumerated() {
            let isLast = index + 1 == bytes.count
            var piece = quoted(byte, isLast: isLast, isFirst: length == 0)
            if length + piece.utf8.count > 75 {
                encoded += "=\r\n"
                length = 0
                piece = quoted(byte, isLast: isLast, isFirst: true)
            }
            encoded += piece
            length += piece.utf8.count
        }
        return encoded
    }

    private static func quoted(
        _ byte: UInt8,
        isLast: Bool,
        isFirst: Bool
    ) -> String {
        let isBlank = byte == 0x20 || byte == 0x09
        let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
        let isLeadingDot = byte == UInt8(ascii: ".") && isFirst
        if (isPlain && !isLeadingDot) || (isBlank && !isLast) {
            return String(Unicode.Scalar(byte))
        }
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "=0\(digits)" : "=\(digits)"
    }
}
