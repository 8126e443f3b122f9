/// One header field, folded so that no line exceeds 76 characters where it can be avoided.
struct HeaderField {
    /// RFC 5322 recommends 78, RFC 2047 allows 76 where encoded words stand.
    private static let lineCharactersMax = 76

    let name: String

    /// What may stand on lines of its own; joined by a space or by a fold.
    let words: [String]

    /// A field whose value is ASCII of our own making.
    init(_ name: String, words: [String]) {
        self.name = name
        self.words = words
    }

    /// A field of free text such as the subject.
    init(_ name: String, text: String) {
        let line = MailText.singleLine(text, limit: 250)
        self.init(name, words: Self.isPlain(line) ? Self.atWords(line) : EncodedWord.words(line))
    }

    /// A field with addresses.
    init(_ name: String, addresses: [MailAddress]) {
        var words: [String] = []
        for (index, address) in addresses.enumerated() {
            let comma = index + 1 < addresses.count ? "," : ""
            guard let display = address.name else {
                words.append(address.mailbox + comma)
                continue
            }
            words += Self.phrase(display)
            words.append("<\(address.mailbox)>\(comma)")
        }
        self.init(name, words: words)
    }

    /// The field with its line ends.
    var text: String {
        var text = "\(name):"
        var length = text.count
        for (index, word) in words.enumerated() {
            if index > 0, length + 1 + word.utf8.count > Self.lineCharactersMax {
                text += "\r\n"
                length = 0
            }
            text += " " + word
            length += 1 + word.utf8.count
        }
        return text + "\r\n"
    }

    /// A display name: a quoted string when it is plain ASCII, encoded words otherwise.
    private static func phrase(_ name: String) -> [String] {
        guard isPlain(name), name.count <= 60 else { return EncodedWord.words(name) }
        let quoted = name.reduce(into: "") { quoted, character in
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return ["\"\(quoted)\""]
    }

    /// ASCII that no reader takes for an encoded word and that can be folded.
    private static func isPlain(_ line: String) -> Bool {
        line.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !line.contains("=?")
            && line.split(separator: " ").allSatisfy { $0.count <= 70 }
    }

    private static func atWords(_ line: String) -> [String] {
        line.split(separator: " ").map(String.init)
    }
}
