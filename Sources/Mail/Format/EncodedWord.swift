internal import Foundation

/// RFC 2047 encoded words: `=?utf-8?B?…?=`, each short enough and whole in itself.
enum EncodedWord {
    /// 39 bytes make a word of 64 characters: with `Subject: ` before it the line stays within
    /// the 76 that a line with encoded words may have (RFC 2047, section 2).
    private static let bytesMax = 39

    /// The words that stand for `text`.
    ///
    /// They are separated by folding white space, which readers remove again. A word never splits a character's UTF-8 (RFC 2047, section 5).
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var chunk: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if chunk.count + bytes.count > bytesMax {
                words.append(word(chunk))
                chunk = []
            }
            chunk += bytes
        }
        return chunk.isEmpty ? words : words + [word(chunk)]
    }

    private static func word(_ bytes: [UInt8]) -> String {
        "=?utf-8?B?\(Data(bytes).base64EncodedString())?="
    }
}
