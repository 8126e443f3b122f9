/// The headers of a mail that the truth shows, decoded.
struct MailMessage: Sendable, Equatable {
    let subject: String
    let messageID: String

    /// Reads the headers of a message whose lines end in CR LF or LF.
    init(_ text: String) {
        var headers: [String: String] = [:]
        var name = ""
        let lines = text.replacing("\r\n", with: "\n")
        for line in lines.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty { break }
            if line.first == " " || line.first == "\t" {
                headers[name, default: ""] += " " + line.drop { $0 == " " || $0 == "\t" }
            } else if let colon = line.firstIndex(of: ":") {
                name = line[..<colon].lowercased()
                headers[name] = line[line.index(after: colon)...].drop { $0 == " " }.description
            }
        }
        subject = EncodedWords.decode(headers["subject"] ?? "")
        messageID = headers["message-id"] ?? ""
    }
}
