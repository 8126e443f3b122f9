import Foundation

/// Markup whose text is escaped by construction.
///
///     let row: HTML = "<td class=\"title\">\(game.title)</td>"
///
/// What stands in a literal is markup; whatever is put into it is text, unless it is `HTML` itself.
/// There is no way from a `String` to markup, so nothing that somebody typed can become any.
/// Attributes stand in double quotes. Source: OWASP, Cross Site Scripting Prevention, rules 1 and 2.
struct HTML: Sendable, ExpressibleByStringInterpolation {
    private(set) var markup: String

    init(stringLiteral value: StaticString) { markup = "\(value)" }

    init(stringInterpolation interpolation: StringInterpolation) {
        markup = interpolation.markup
    }

    /// No markup at all.
    static let nothing: HTML = ""

    /// A literal with what was put into it.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate(set) var markup = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity + 32 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: StaticString) { markup += "\(literal)" }

        /// Text.
        mutating func appendInterpolation(_ text: String) { markup += text.escaped }

        /// A number.
        mutating func appendInterpolation(_ number: some BinaryInteger) { markup += "\(number)" }

        /// An id, as the programs print it.
        mutating func appendInterpolation(_ id: UUID) { markup += id.uuidString.lowercased() }

        /// Markup.
        mutating func appendInterpolation(_ html: HTML) { markup += html.markup }

        /// Markup, one after the other.
        mutating func appendInterpolation(_ parts: [HTML]) {
            for part in parts { markup += part.markup }
        }

        /// The address of another site; leads nowhere when it is none of the web's.
        mutating func appendInterpolation(web address: String) {
            let isWeb = ["https://", "http://"].contains { address.lowercased().hasPrefix($0) }
            markup += isWeb ? address.escaped : "about:blank"
        }
    }
}

extension String {
    /// The text with the characters that mean something in markup as references.
    fileprivate var escaped: String {
        var escaped = ""
        escaped.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
