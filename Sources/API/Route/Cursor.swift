import Foundation
import Postgres

/// Where a page of a list ended, as an opaque text.
struct Cursor: Sendable, Hashable {
    private let parts: [String]

    /// What a cursor is that this list did not give.
    static let malformed = Problem.malformedParameter("after", "is no cursor of this list")

    /// The cursor that a caller sends back; nil when it is none.
    init?(_ text: String) {
        guard text.utf8.count <= 200, let bytes = Base64URL.decode(text[...]),
            let plain = String(validating: bytes, as: UTF8.self)
        else { return nil }
        parts = plain.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }

    /// A cursor at these keys.
    init(parts: String...) { self.parts = parts }

    /// What is given to the caller.
    var text: String { Base64URL.encode(parts.joined(separator: "|").utf8) }

    /// The keys, as many as there must be.
    func keys(_ count: Int) throws(Problem) -> [String] {
        guard parts.count == count else { throw Self.malformed }
        return parts
    }

    /// An instant and an id, by which most lists are ordered.
    func instantAndID() throws(Problem) -> (instant: Timestamp, id: UUID) {
        let keys = try keys(2)
        guard let microseconds = Int64(keys[0]), let id = UUID(uuidString: keys[1]),
            // What PostgreSQL can count: the years 1 to 9999.
            (-62_135_596_800_000_000...253_402_300_799_000_000).contains(microseconds)
        else { throw Self.malformed }
        return (Timestamp(microseconds: microseconds), id)
    }

    /// An id, by which lists are ordered whose ids are.
    func id() throws(Problem) -> UUID {
        guard let id = UUID(uuidString: try keys(1)[0]) else { throw Self.malformed }
        return id
    }

    /// A number, by which lists are ordered whose ids are numbers.
    func number() throws(Problem) -> Int64 {
        guard let number = Int64(try keys(1)[0]) else { throw Self.malformed }
        return number
    }

    /// A cursor at a number.
    init(_ number: Int64) { self.init(parts: String(number)) }

    /// A cursor at an id.
    init(_ id: UUID) { self.init(parts: id.uuidString.lowercased()) }

    /// A cursor at an instant and an id.
    init(_ instant: Timestamp, _ id: UUID) {
        self.init(parts: String(instant.microseconds), id.uuidString.lowercased())
    }
}
