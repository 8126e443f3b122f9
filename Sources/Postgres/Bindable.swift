/// A value that can be sent as a parameter.
public protocol Bindable: Sendable {
    /// The value as PostgreSQL reads its type's text form; nil for NULL.
    var postgresText: String? { get }

    /// Appends the value as one element of an array literal.
    ///
    /// Only worth writing for a type whose text needs no quotes; the default quotes.
    func appendArrayElement(to literal: inout [UInt8])
}

extension Bindable {
    /// Appends the text in quotes, or NULL.
    public func appendArrayElement(to literal: inout [UInt8]) {
        guard var text = postgresText else {
            literal.append(contentsOf: "NULL".utf8)
            return
        }
        text.withUTF8 { ArrayLiteral.appendQuoted($0, to: &literal) }
    }
}

extension Bindable where Self: RawRepresentable, RawValue: Bindable {
    /// The raw value's text.
    public var postgresText: String? { rawValue.postgresText }
}

extension Optional: Bindable where Wrapped: Bindable {
    /// The value's text; nil is NULL.
    public var postgresText: String? { flatMap(\.postgresText) }

    /// Appends the value, or NULL.
    public func appendArrayElement(to literal: inout [UInt8]) {
        switch self {
        case .none: literal.append(contentsOf: "NULL".utf8)
        case .some(let value): value.appendArrayElement(to: &literal)
        }
    }
}

extension Bool: Bindable {
    /// `t` or `f`.
    public var postgresText: String? { self ? "t" : "f" }
}

extension String: Bindable {
    /// The text itself.
    public var postgresText: String? { self }
}

extension Int16: Bindable {
    /// The decimal number.
    public var postgresText: String? { String(self) }

    /// Appends the digits.
    public func appendArrayElement(to literal: inout [UInt8]) {
        ArrayLiteral.append(Int64(self), to: &literal)
    }
}

extension Int32: Bindable {
    /// The decimal number.
    public var postgresText: String? { String(self) }

    /// Appends the digits.
    public func appendArrayElement(to literal: inout [UInt8]) {
        ArrayLiteral.append(Int64(self), to: &literal)
    }
}

extension Int64: Bindable {
    /// The decimal number.
    public var postgresText: String? { String(self) }

    /// Appends the digits.
    public func appendArrayElement(to literal: inout [UInt8]) {
        ArrayLiteral.append(self, to: &literal)
    }
}

extension Int: Bindable {
    /// The decimal number.
    public var postgresText: String? { String(self) }

    /// Appends the digits.
    public func appendArrayElement(to literal: inout [UInt8]) {
        ArrayLiteral.append(Int64(self), to: &literal)
    }
}

extension Double: Bindable {
    /// The shortest text that reads back to the same bits; `NaN`, `Infinity`, `-Infinity`.
    public var postgresText: String? {
        if isNaN { return "NaN" }
        guard isFinite else { return self < 0 ? "-Infinity" : "Infinity" }
        return description
    }
}
