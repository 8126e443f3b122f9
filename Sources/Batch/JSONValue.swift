import Foundation

/// JSON that a program prints for machines.
public enum JSONValue: Sendable, Hashable, Encodable {
    /// `null`.
    case null

    /// `true` or `false`.
    case bool(Bool)

    /// A whole number.
    case integer(Int64)

    /// Seconds and ratios.
    case number(Double)

    /// Text.
    case string(String)

    /// A list.
    case array([JSONValue])

    /// Names and values; printed in the order of the names.
    case object([String: JSONValue])

    /// Text, or `null`.
    public static func optional(_ text: String?) -> JSONValue {
        text.map(JSONValue.string) ?? .null
    }

    /// Writes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// The value on one line.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot express.
    public func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
