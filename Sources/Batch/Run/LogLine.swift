import Postgres

/// One line of a log.
struct LogLine: Sendable {
    /// How the line is written.
    enum Format: Sendable {
        /// `key=value` pairs, quoted where they must be.
        case logfmt

        /// One JSON object.
        case json
    }

    let at: Timestamp
    let level: String
    let program: String
    let message: String
    let fields: [String: String]

    /// The line without its end; whatever a field holds, it stays one line.
    func text(_ format: Format) -> String {
        let head = [
            ("time", "\(at)"), ("level", level), ("program", program), ("message", message),
        ]
        let rest = fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        switch format {
        case .logfmt:
            return (head + rest).map { "\($0.0)=\(Self.plain($0.1))" }.joined(separator: " ")
        case .json:
            let pairs = (head + rest).map { "\(Self.quoted($0.0)):\(Self.quoted($0.1))" }
            return "{\(pairs.joined(separator: ","))}"
        }
    }

    private static func plain(_ text: String) -> String {
        let needsQuotes = text.unicodeScalars.contains { scalar in
            scalar.value <= 0x20 || scalar.value == 0x7f || "\"=\\".unicodeScalars.contains(scalar)
        }
        return needsQuotes || text.isEmpty ? quoted(text) : text
    }

    /// A JSON string; logfmt's quoted values are the same.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
