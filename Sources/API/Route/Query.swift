import Foundation
import Postgres

/// The parameters of a request's address, each read as what it must be.
///
/// Everything throws a `malformed_parameter` problem that names the parameter.
struct Query {
    private var values: [String: String] = [:]

    /// Most items on a page.
    static let limitMax = 100

    /// The parameters of what follows the `?`.
    init(_ text: String?) throws(Problem) {
        for pair in (text ?? "").split(separator: "&") {
            let parts = pair.split(
                separator: "=",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard let name = parts[0].removingPercentEncoding,
                let value = (parts.count == 2 ? parts[1] : "").removingPercentEncoding,
                !value.utf8.contains(0)
            else { throw .malformedParameter(String(parts[0].prefix(100)), "is not UTF-8 text") }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .malformedParameter(String(name.prefix(100)), "stands twice")
            }
        }
    }

    /// Nothing may be left that nobody asked for: it would be a misspelt name.
    func end() throws(Problem) {
        guard let name = values.keys.min() else { return }
        throw .malformedParameter(String(name.prefix(100)), "is unknown")
    }

    /// The parameter's text; nil when it is not there.
    mutating func text(_ name: String) -> String? { values.removeValue(forKey: name) }

    /// `limit`: how many items, 1–100.
    mutating func limit() throws(Problem) -> Int {
        guard let text = text("limit") else { return Self.limitMax }
        guard let limit = Int(text), (1...Self.limitMax).contains(limit) else {
            throw .malformedParameter("limit", "must be from 1 to \(Self.limitMax)")
        }
        return limit
    }

    /// `after`: where the page before ended; nil for the first page.
    mutating func cursor() throws(Problem) -> Cursor? {
        guard let text = text("after") else { return nil }
        guard let cursor = Cursor(text) else { throw Cursor.malformed }
        return cursor
    }

    /// A UUID, or nil.
    mutating func id(_ name: String) throws(Problem) -> UUID? {
        guard let text = text(name) else { return nil }
        guard let id = UUID(uuidString: text) else {
            throw .malformedParameter(name, "must be a UUID")
        }
        return id
    }

    /// A day that exists, ISO 8601; required.
    mutating func day(_ name: String) throws(Problem) -> String {
        guard let text = text(name), Self.isDay(text) else {
            throw .malformedParameter(name, "must be a day, such as 2026-11-23")
        }
        return text
    }

    /// Whether a text is a day of the calendar: `2026-02-30` is none.
    static func isDay(_ text: String) -> Bool {
        guard text.utf8.count == 10, !text.hasPrefix("0000"),
            let midnight = Timestamp("\(text)T00:00:00Z")
        else { return false }
        return midnight.description.hasPrefix(text)
    }
}
