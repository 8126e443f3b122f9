import Foundation
import Money
import Postgres

/// The members of an object of a request, each read as what it must be.
///
///     var fields = try Fields(call.json())
///     let gameID = try fields.id("game_id")
///     try fields.end()
///
/// Everything throws a `malformed_request` problem that points at what is wrong.
struct Fields {
    private var members: [String: JSON]
    private let pointer: String

    /// The members of `json`, which stands at `pointer` (RFC 6901) of the body.
    init(_ json: JSON, at pointer: String = "") throws(Problem) {
        guard case .object(let members) = json else {
            throw .malformed(pointer, "must be an object, not \(json.kind)")
        }
        self.members = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value) })
        self.pointer = pointer
    }

    /// Nothing may be left that nobody asked for: it would be a misspelt name.
    func end() throws(Problem) {
        guard let name = members.keys.min() else { return }
        throw .malformed(place(String(name.prefix(100))), "is unknown")
    }

    /// A string of so many characters; a required one.
    mutating func string(
        _ name: String,
        characters: ClosedRange<Int> = 1...2_000
    ) throws(Problem) -> String {
        guard let text = try optionalString(name, characters: characters) else {
            throw .malformed(place(name), "is missing")
        }
        return text
    }

    /// A string, or nil for null and for nothing.
    mutating func optionalString(
        _ name: String,
        characters: ClosedRange<Int> = 1...2_000
    ) throws(Problem) -> String? {
        guard let value = take(name) else { return nil }
        guard case .string(let text) = value else {
            throw .malformed(place(name), "must be a string, not \(value.kind)")
        }
        guard characters.contains(text.unicodeScalars.count) else {
            throw .malformed(
                place(name),
                "must have \(characters.lowerBound) to \(characters.upperBound) characters"
            )
        }
        return text
    }

    /// A whole number; `standard` when it is not there.
    mutating func integer(
        _ name: String,
        default standard: Int64? = nil
    ) throws(Problem) -> Int64 {
        guard let value = take(name) else {
            guard let standard else { throw .malformed(place(name), "is missing") }
            return standard
        }
        guard case .integer(let number) = value else {
            throw .malformed(place(name), "must be a whole number that 64 bits can count")
        }
        return number
    }

    /// True or false; required.
    mutating func bool(_ name: String) throws(Problem) -> Bool {
        guard case .bool(let value)? = take(name) else {
            throw .malformed(place(name), "must be true or false")
        }
        return value
    }

    /// A UUID; required.
    mutating func id(_ name: String) throws(Problem) -> UUID {
        let text = try string(name)
        guard let id = UUID(uuidString: text) else {
            throw .malformed(place(name), "must be a UUID")
        }
        return id
    }

    /// An ISO 8601 instant with its offset; required.
    mutating func instant(_ name: String) throws(Problem) -> Timestamp {
        let text = try string(name)
        guard Query.isDay(String(text.prefix(10))), let instant = Timestamp(text) else {
            throw .malformed(place(name), "must be an ISO 8601 instant with its offset")
        }
        return instant
    }

    /// Minor units and currency; required.
    mutating func money(_ name: String) throws(Problem) -> Money {
        guard let value = take(name) else { throw .malformed(place(name), "is missing") }
        var fields = try Fields(value, at: place(name))
        let amount = try fields.integer("amount_minor")
        let code = try fields.string("currency")
        guard let currency = Currency(code) else {
            throw .malformed(place(name) + "/currency", "must be an ISO 4217 currency")
        }
        try fields.end()
        return Money(amount, currency)
    }

    /// The members of an object, or nil for null and for nothing.
    mutating func object(_ name: String) throws(Problem) -> Fields? {
        guard let value = take(name) else { return nil }
        return try Fields(value, at: place(name))
    }

    /// A list, each item with its place in the body; empty when it is not there.
    mutating func array(_ name: String, max: Int) throws(Problem) -> [(json: JSON, at: String)] {
        guard let value = take(name) else { return [] }
        guard case .array(let items) = value, items.count <= max else {
            throw .malformed(place(name), "must be an array of at most \(max)")
        }
        return items.enumerated().map { ($0.element, "\(place(name))/\($0.offset)") }
    }

    private mutating func take(_ name: String) -> JSON? {
        guard let value = members.removeValue(forKey: name), value != .null else { return nil }
        return value
    }

    private func place(_ name: String) -> String {
        pointer + "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
