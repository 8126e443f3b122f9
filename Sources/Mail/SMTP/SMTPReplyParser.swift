/// Cuts the server's bytes into replies (RFC 5321, section 4.2).
struct SMTPReplyParser {
    /// What is not an SMTP reply.
    struct Fault: Error, Hashable {
        let reason: String
    }

    /// RFC 5321 allows 512; servers with long explanations exceed it.
    private static let lineBytesMax = 4096

    /// EHLO's is the longest reply; real ones have 10 to 20 lines.
    private static let linesMax = 128

    private var line: [UInt8] = []
    private var code: Int?
    private var lines: [String] = []

    /// Whether bytes are left that are no complete reply yet.
    var isMidReply: Bool { !line.isEmpty || code != nil }

    /// The replies that these bytes complete.
    mutating func feed(_ bytes: some Sequence<UInt8>) throws(Fault) -> [SMTPReply] {
        var replies: [SMTPReply] = []
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                guard line.count < Self.lineBytesMax else {
                    throw Fault(reason: "a reply line is too long")
                }
                line.append(byte)
                continue
            }
            if let reply = try endLine() { replies.append(reply) }
        }
        return replies
    }

    private mutating func endLine() throws(Fault) -> SMTPReply? {
        defer { line = [] }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard line.count >= 3, let code = Self.code(line[..<3]) else {
            throw Fault(reason: "a reply line does not begin with a code")
        }
        guard self.code == nil || self.code == code else {
            throw Fault(reason: "a reply's lines have different codes")
        }
        let separator = line.count > 3 ? line[3] : UInt8(ascii: " ")
        guard separator == UInt8(ascii: " ") || separator == UInt8(ascii: "-") else {
            throw Fault(reason: "a reply code is followed by something else")
        }
        guard lines.count < Self.linesMax else { throw Fault(reason: "a reply has no end") }
        lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
        self.code = code
        guard separator == UInt8(ascii: " ") else { return nil }
        defer {
            self.code = nil
            lines = []
        }
        return SMTPReply(code: code, lines: lines)
    }

    private static func code(_ digits: ArraySlice<UInt8>) -> Int? {
        let isNumber = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isNumber else { return nil }
        let code = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return (200..<600).contains(code) ? code : nil
    }
}
