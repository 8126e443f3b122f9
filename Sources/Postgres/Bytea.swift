/// Bytes of a `bytea` column.
public struct Bytea: Hashable, Sendable, Bindable, RowDecodable {
    /// The bytes.
    public var bytes: [UInt8]

    /// Wraps bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The hex form, `\x…` (PostgreSQL chapter 8.4).
    public var postgresText: String? {
        var text = Array("\\x".utf8)
        text.reserveCapacity(2 + bytes.count * 2)
        for byte in bytes { Hexadecimal.append(byte, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads the hex form, which servers have written by default since 9.0.
    public static func decode(postgresText: UnsafeBufferPointer<UInt8>) -> Bytea? {
        guard postgresText.starts(with: "\\x".utf8), postgresText.count.isMultiple(of: 2)
        else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(postgresText.count / 2 - 1)
        for index in stride(from: 2, to: postgresText.count, by: 2) {
            guard let byte = Hexadecimal.byte(postgresText[index], postgresText[index + 1])
            else { return nil }
            bytes.append(byte)
        }
        return Bytea(bytes)
    }
}
