/// A JSON document on its way out: members keep the order in which they are written.
///
/// Foundation's encoder sorts or shuffles members; a gateway's answer has an order that people who
/// compare it with the documentation expect.
indirect enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(Int64)
    case decimal(String)
    case string(String)
    case array([JSON])
    case object([Member])

    struct Member: Sendable, Equatable {
        let name: String
        let value: JSON
    }

    /// The text, or null.
    static func optional(_ text: String?) -> JSON {
        text.map(JSON.string) ?? .null
    }

    /// An object of texts, ordered by name.
    static func texts(_ texts: [String: String]) -> JSON {
        .object(
            texts.sorted { $0.key < $1.key }.map { Member(name: $0.key, value: .string($0.value)) }
        )
    }

    /// The document as compact JSON text.
    var text: String {
        var text = ""
        // A payment object of either gateway has about 1200 bytes.
        text.reserveCapacity(2_048)
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let value): text += String(value)
        case .decimal(let digits): text += digits
        case .string(let value): JSON.quote(value, to: &text)
        case .array(let values): JSON.write(values, to: &text)
        case .object(let members): JSON.write(members, to: &text)
        }
    }

    private static func write(_ values: [JSON], to text: inout String) {
        text += "["
        for (index, value) in values.enumerated() {
            if index > 0 { text += "," }
            value.write(to: &text)
        }
        text += "]"
    }

    private static func write(_ members: [Member], to text: inout String) {
        text += "{"
        for (index, member) in members.enumerated() {
            if index > 0 { text += "," }
            quote(member.name, to: &text)
            text += ":"
            member.value.write(to: &text)
        }
        text += "}"
    }

    private static func quote(_ value: String, to text: inout String) {
        text += "\""
        defer { text += "\"" }
        // Almost every text needs no escape, and is then copied whole.
        guard value.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5c }) else {
            text += value
            return
        }
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
    ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral
{
    init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member(name: $0.0, value: $0.1) })
    }

    init(arrayLiteral elements: JSON...) { self = .array(elements) }

    init(stringLiteral value: String) { self = .string(value) }

    init(integerLiteral value: Int64) { self = .number(value) }

    init(booleanLiteral value: Bool) { self = .bool(value) }

    init(nilLiteral: ()) { self = .null }
}
