/// Writes the parts of an array literal (PostgreSQL chapter 8.15).
enum ArrayLiteral {
    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")

    /// Appends a text in quotes, with quotes and backslashes escaped.
    static func appendQuoted(_ text: UnsafeBufferPointer<UInt8>, to literal: inout [UInt8]) {
        literal.append(quote)
        if text.contains(where: { $0 == quote || $0 == backslash }) {
            for byte in text {
                if byte == quote || byte == backslash { literal.append(backslash) }
                literal.append(byte)
            }
        } else {
            literal.append(contentsOf: text)
        }
        literal.append(quote)
    }

    /// Appends a decimal number, which needs no quotes.
    static func append(_ number: Int64, to literal: inout [UInt8]) {
        if number < 0 { literal.append(UInt8(ascii: "-")) }
        Decimal.append(number.magnitude, to: &literal)
    }
}

extension Array: Bindable where Element: Bindable {
    /// The array literal, such as `{1,NULL,"a b"}`.
    public var postgresText: String? {
        var literal: [UInt8] = []
        // A guess: numbers, UUIDs and short names fit.
        literal.reserveCapacity(2 + count * 40)
        appendArrayElement(to: &literal)
        return String(decoding: literal, as: UTF8.self)
    }

    /// Appends the array as one row of a further dimension.
    public func appendArrayElement(to literal: inout [UInt8]) {
        literal.append(UInt8(ascii: "{"))
        var isFirst = true
        for element in self {
            if !isFirst { literal.append(UInt8(ascii: ",")) }
            isFirst = false
            element.appendArrayElement(to: &literal)
        }
        literal.append(UInt8(ascii: "}"))
    }
}
