/// A file of `KEY=VALUE` lines, as systemd's `EnvironmentFile` and a shell read it too.
///
/// Empty lines and lines that begin with `#` are passed over; a value may stand in single or double
/// quotes, which are removed.
struct SettingsFile {
    private(set) var values: [String: String] = [:]
    private(set) var problems: [String] = []

    init(text: String, path: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let line = line.trimmingPrefix(while: \.isWhitespace)
            guard let first = line.first, first != "#" else { continue }
            let place = "\(path), line \(index + 1)"
            guard let (name, value) = Self.assignment(line) else {
                problems.append("\(place): not KEY=VALUE")
                continue
            }
            if values.updateValue(value, forKey: name) != nil {
                problems.append("\(place): \(name) is set a second time")
            }
            if !SettingName.isKnown(name) {
                problems.append("\(place): there is no setting \(name)")
            }
        }
    }

    private static func assignment(_ line: Substring) -> (name: String, value: String)? {
        guard let equals = line.firstIndex(of: "=") else { return nil }
        let name = line[..<equals]
        guard !name.isEmpty,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        else { return nil }
        return (String(name), unquoted(line[line.index(after: equals)...]))
    }

    private static func unquoted(_ text: Substring) -> String {
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        for quote: Character in ["'", "\""]
        where text.count >= 2 && text.first == quote && text.last == quote {
            return String(text.dropFirst().dropLast())
        }
        return String(text)
    }
}
