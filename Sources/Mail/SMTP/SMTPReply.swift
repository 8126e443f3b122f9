/// One reply of the server: a code and its lines.
struct SMTPReply: Hashable, Sendable {
    /// Longest text kept for logs and outcomes, in characters.
    static let textCharactersMax = 300

    let code: Int

    /// The text of each line after the code, unfiltered.
    let lines: [String]

    /// The lines as one, without control characters and without anything like an address:
    /// servers repeat the recipient, and outcomes are logged.
    var text: String {
        let line = MailText.singleLine(lines.joined(separator: " "), limit: Self.textCharactersMax)
        return line.split(separator: " ")
            .map { $0.contains("@") ? "[address]" : String($0) }
            .joined(separator: " ")
    }

    var isPositive: Bool { (200..<300).contains(code) }

    /// The verdict of a refusal.
    var refusal: SubmissionOutcome {
        (500..<600).contains(code)
            ? .rejected(code: code, text: text) : .retry(code: code, text: text)
    }
}
