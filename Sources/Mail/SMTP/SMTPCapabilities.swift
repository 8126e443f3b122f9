/// What the server offered in its answer to EHLO.
struct SMTPCapabilities: Hashable, Sendable {
    var startTLS = false
    var pipelining = false
    var eightBitMIME = false
    var smtpUTF8 = false
    var authentication: Set<String> = []
    var takesSize = false

    /// Nil for none, and for the 0 that means none (RFC 1870).
    var sizeBytesMax: Int?

    init() {}

    /// The first line is the server's name.
    init(_ ehlo: SMTPReply) {
        for line in ehlo.lines.dropFirst() {
            let words = line.uppercased().split(separator: " ").map(String.init)
            switch words.first {
            case "STARTTLS": startTLS = true
            case "PIPELINING": pipelining = true
            case "8BITMIME": eightBitMIME = true
            case "SMTPUTF8": smtpUTF8 = true
            case "AUTH": authentication.formUnion(words.dropFirst())
            case "SIZE":
                takesSize = true
                sizeBytesMax = words.dropFirst().first.flatMap { Int($0) }.flatMap {
                    $0 > 0 ? $0 : nil
                }
            default: continue
            }
        }
    }
}
