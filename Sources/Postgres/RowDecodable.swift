/// A value that a column's text can become.
public protocol RowDecodable: Sendable {
    /// Reads the server's text form (UTF-8, not zero-terminated, valid only during the call).
    ///
    /// - Returns: nil if it is not a value of this type.
    static func decode(postgresText: UnsafeBufferPointer<UInt8>) -> Self?

    /// What NULL becomes; nil for types that do not take it.
    static var postgresNull: Self? { get }
}

extension RowDecodable {
    /// NULL is refused.
    public static var postgresNull: Self? { nil }
}

extension RowDecodable where Self: RawRepresentable, RawValue: RowDecodable {
    /// Reads the raw value; one that stands for no case is refused.
    public static func decode(postgresText: UnsafeBufferPointer<UInt8>) -> Self? {
        RawValue.decode(postgresText: postgresText).flatMap(Self.init(rawValue:))
    }
}

extension Optional: RowDecodable where Wrapped: RowDecodable {
    /// Reads a value that is not NULL.
    public static func decode(postgresText: UnsafeBufferPointer<UInt8>) -> Wrapped?? {
        Wrapped.decode(postgresText: postgresText).map { .some($0) }
    }

    /// NULL is nil.
    public static var postgresNull: Wrapped?? { .some(nil) }
}

extension Bool: RowDecodable {
    /// Reads `t` or `f`.
    public static func decode(postgresText: UnsafeBufferPointer<UInt8>) -> Bool? {
        guard postgresText.count == 1 else { return nil }
        switch postgresText[0] {
        case UInt8(ascii: "t"): return true
        case UInt8(ascii: "f"): return false
        default: return nil
        }
    }
}

extension Int: RowDecodable {
    /// Reads a decimal number.
    public static func decode(postgresText: UnsafeBufferPointer<UInt8>) -> Int? {
        Int64.decode(postgresText: postgresText).map { Int($0) }
    }
}

extension Int16: RowDecodable {
    /// Reads a decimal number that fits.
    public static func decode(postgresText: UnsafeBufferPointer<UInt8>) -> Int16? {
        Int64.decode(postgresText: postgresText).flatMap { Int16(exactly: $0) }
    }
}

extension Int32: RowDecodable {
    /// Reads a decimal number that fits.
    public static func decode(postgresText: UnsafeBufferPointer<UInt8>) -> Int32? {
        Int64.decode(postgresText: postgresText).flatMap { Int32(exactly: $0) }
    }
}

extension Int64: RowDecodable {
    /// Reads a decimal number that fits.
    public static func decode(postgresText: UnsafeBufferPointer<UInt8>) -> Int64? {
        let isNegative = postgresText.first == UInt8(ascii: "-")
        let digits = postgresText.dropFirst(isNegative ? 1 : 0)
        guard !digits.isEmpty else { return nil }
        var value: Int64 = 0
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            // Counted downwards, because the least Int64 has no positive counterpart.
            let shifted = value.multipliedReportingOverflow(by: 10)
            let next = shifted.partialValue.subtractingReportingOverflow(
                Int64(byte - UInt8(ascii: "0"))
            )
            if shifted.overflow || next.overflow { return nil }
            value = next.partialValue
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }
}

extension Double: RowDecodable {
    /// Reads a number, `NaN`, `Infinity` or `-Infinity`, to the last bit.
    public static func decode(postgresText: UnsafeBufferPointer<UInt8>) -> Double? {
        Double(String(decoding: postgresText, as: UTF8.self))
    }
}

extension String: RowDecodable {
    /// Reads any column's text.
    public static func decode(postgresText: UnsafeBufferPointer<UInt8>) -> String? {
        String(validating: postgresText, as: UTF8.self)
    }
}
