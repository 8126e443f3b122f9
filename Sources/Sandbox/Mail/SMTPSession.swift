/// The server's side of one SMTP connection: a line gives what to do, without I/O.
///
/// RFC 5321 with PIPELINING (2920), 8BITMIME (6152) and SIZE (1870).
struct SMTPSession: Sendable {
    /// What a line asks of the server.
    enum Action: Sendable, Equatable {
        case reply(String)
        case deliver(Envelope)
        case quit
    }

    /// A message that is complete.
    struct Envelope: Sendable, Equatable {
        let recipients: [String]
        let text: String
    }

    static let greeting = "220 sandbox.localhost ESMTP"
    static let unavailable = "421 4.3.2 Service not available"

    /// The longest message taken, in bytes.
    static let sizeMax = 10 << 20

    private var hasGreeted = false
    private var sender: String?
    private var recipients: [String] = []
    private var content: [UInt8]?

    init() {}

    /// Takes a line without its end; nil while a message is being read.
    mutating func receive(_ line: [UInt8]) -> Action? {
        if content != nil { return receiveContent(line) }
        let text = String(decoding: line, as: UTF8.self)
        let verb = text.prefix { $0 != " " }.uppercased()
        let argument = text.dropFirst(verb.count).drop { $0 == " " }
        switch verb {
        case "EHLO": return greet(extended: true)
        case "HELO": return greet(extended: false)
        case "MAIL": return startMail(argument)
        case "RCPT": return addRecipient(argument)
        case "DATA": return startContent()
        case "RSET":
            reset()
            return .reply("250 2.0.0 OK")
        case "NOOP": return .reply("250 2.0.0 OK")
        case "VRFY": return .reply("252 2.1.5 Cannot verify")
        case "QUIT": return .quit
        default: return .reply("500 5.5.2 Command not recognised")
        }
    }

    private mutating func greet(extended: Bool) -> Action {
        hasGreeted = true
        reset()
        guard extended else { return .reply("250 sandbox.localhost") }
        let lines = ["sandbox.localhost", "PIPELINING", "8BITMIME", "SMTPUTF8"]
        return .reply(
            lines.map { "250-\($0)\r\n" }.joined() + "250 SIZE \(Self.sizeMax)"
        )
    }

    private mutating func startMail(_ argument: Substring) -> Action {
        guard hasGreeted else { return .reply("503 5.5.1 Say EHLO first") }
        guard sender == nil else { return .reply("503 5.5.1 Sender already given") }
        guard let address = address(in: argument, after: "FROM:") else {
            return .reply("501 5.5.4 Syntax: MAIL FROM:<address>")
        }
        let size = argument.uppercased().firstMatch(of: /\ SIZE=(\d+)/).flatMap { Int($0.output.1) }
        guard size ?? 0 <= Self.sizeMax else { return .reply("552 5.3.4 Message too big") }
        sender = address
        return .reply("250 2.1.0 OK")
    }

    private mutating func addRecipient(_ argument: Substring) -> Action {
        guard sender != nil else { return .reply("503 5.5.1 MAIL first") }
        guard let address = address(in: argument, after: "TO:"), address.contains("@") else {
            return .reply("501 5.1.3 Syntax: RCPT TO:<address>")
        }
        // RFC 5321, 4.5.3.1.8: at least 100 recipients must be taken.
        guard recipients.count < 100 else { return .reply("452 4.5.3 Too many recipients") }
        recipients.append(address)
        return .reply("250 2.1.5 OK")
    }

    private mutating func startContent() -> Action {
        guard sender != nil, !recipients.isEmpty else { return .reply("503 5.5.1 RCPT first") }
        content = []
        return .reply("354 End with a line that is a dot")
    }

    private mutating func receiveContent(_ line: [UInt8]) -> Action? {
        let dot = UInt8(ascii: ".")
        guard line != [dot] else {
            let bytes = content ?? []
            let envelope = Envelope(
                recipients: recipients,
                text: String(decoding: bytes, as: UTF8.self)
            )
            reset()
            return bytes.count > Self.sizeMax
                ? .reply("552 5.3.4 Message too big") : .deliver(envelope)
        }
        // What is beyond the limit is read to its end but not kept.
        guard (content?.count ?? 0) <= Self.sizeMax else { return nil }
        content?.append(contentsOf: line.first == dot ? line.dropFirst() : line[...])
        content?.append(contentsOf: [UInt8(ascii: "\r"), UInt8(ascii: "\n")])
        return nil
    }

    private mutating func reset() {
        sender = nil
        recipients = []
        content = nil
    }

    private func address(in argument: Substring, after keyword: String) -> String? {
        guard argument.uppercased().hasPrefix(keyword) else { return nil }
        let path = argument.dropFirst(keyword.count).drop { $0 == " " }
        guard path.first == "<", let end = path.firstIndex(of: ">") else { return nil }
        return String(path[path.index(after: path.startIndex)..<end])
    }
}
