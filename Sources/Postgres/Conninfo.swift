import CPostgres

/// What libpq says about a conninfo that it cannot parse.
public enum Conninfo {
    /// What is wrong with a conninfo or URI, without anything that could be a password; nil when
    /// libpq can parse it.
    public static func problem(_ conninfo: String) -> String? {
        guard conninfo.contains("=") || conninfo.contains("://") else { return nil }
        var message: UnsafeMutablePointer<CChar>?
        if let options = PQconninfoParse(conninfo, &message) {
            PQconninfoFree(options)
            return nil
        }
        defer { PQfreemem(message) }
        let text = message.map { String(cString: $0) } ?? "out of memory"
        return redact(text.filter { !$0.isNewline }, of: conninfo)
    }

    /// Takes what is quoted out of a message when it could be a piece of a password.
    ///
    /// About a malformed conninfo libpq quotes the word, or for a URI all of it, that it stumbled
    /// over. A conninfo that parses is never quoted.
    static func redact(_ message: String, of conninfo: String) -> String {
        guard mayHoldPassword(conninfo), !isWellFormed(conninfo) else { return message }
        let parts = message.split(separator: "\"", omittingEmptySubsequences: false)
        // A URI may hold quotes itself, so everything between the first and the last one goes.
        guard parts.count > 2, let first = parts.first, let last = parts.last else {
            return message
        }
        return "\(first)\"…\"\(last)"
    }

    private static func mayHoldPassword(_ conninfo: String) -> Bool {
        conninfo.contains("://") || conninfo.lowercased().contains("pass")
    }

    private static func isWellFormed(_ conninfo: String) -> Bool {
        guard let options = PQconninfoParse(conninfo, nil) else { return false }
        PQconninfoFree(options)
        return true
    }
}
