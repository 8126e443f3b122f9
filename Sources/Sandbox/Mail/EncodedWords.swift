import Foundation

/// RFC 2047 encoded words in UTF-8 or US-ASCII, decoded; others are left as they stand.
enum EncodedWords {
    static func decode(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = text[...]
        var afterWord = false
        while let match = rest.firstMatch(of: /=\?([^?\s]+)\?([bBqQ])\?([^?\s]*)\?=/) {
            let between = rest[..<match.range.lowerBound]
            // White space between two encoded words is no part of the text (RFC 2047, 6.2).
            if !afterWord || !between.allSatisfy(\.isWhitespace) { bytes += between.utf8 }
            bytes += word(match.output.1, match.output.2, match.output.3) ?? Array(match.0.utf8)
            rest = rest[match.range.upperBound...]
            afterWord = true
        }
        return String(decoding: bytes + rest.utf8, as: UTF8.self)
    }

    private static func word(
        _ charset: Substring,
        _ encoding: Substring,
        _ text: Substring
    ) -> [UInt8]? {
        guard ["utf-8", "us-ascii"].contains(charset.lowercased()) else { return nil }
        if encoding.lowercased() == "b" {
            return Data(base64Encoded: String(text)).map { Array($0) }
        }
        // Encoding Q is percent encoding with `=` for the percent and `_` for the space.
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "="), let decoded = UInt8(digits, radix: 16) {
                bytes.append(decoded)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "_") ? UInt8(ascii: " ") : byte)
            }
        }
        return bytes
    }
}
