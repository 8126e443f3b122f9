import Foundation

/// An HTTP answer, and a way into its JSON.
struct Answer: Sendable {
    let status: Int
    let headers: [String: String]
    let body: String

    /// Nil when the connection was closed without an answer.
    init?(_ text: String) {
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        guard let code = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        status = code
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let halves = line.split(separator: ":", maxSplits: 1)
            guard halves.count == 2 else { continue }
            headers[halves[0].lowercased()] = halves[1].trimmingCharacters(in: .whitespaces)
        }
        self.headers = headers
        body = String(text[end.upperBound...])
    }

    /// The value at a path such as `error.code` or `data.0.id`, as text; nil for null or nothing.
    subscript(_ path: String) -> String? {
        guard let value = value(at: path), !(value is NSNull) else { return nil }
        return "\(value)"
    }

    /// How many elements the array at a path has.
    func count(_ path: String) -> Int? {
        (value(at: path) as? [Any])?.count
    }

    private func value(at path: String) -> Any? {
        var value: Any?
        do {
            value = try JSONSerialization.jsonObject(with: Data(body.utf8))
        } catch {
            return nil
        }
        for part in path.split(separator: ".") {
            if let index = Int(part), let array = value as? [Any] {
                value = array.indices.contains(index) ? array[index] : nil
            } else {
                value = (value as? [String: Any])?[String(part)]
            }
        }
        return value
    }
}
