public import FoundationEssentials

extension UUID: Bindable {
    /// The 36 characters, in lower case.
    public var postgresText: String? {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        appendArrayElement(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the 36 characters.
    public func appendArrayElement(to literal: inout [UInt8]) {
        withUnsafeBytes(of: uuid) { bytes in
            for (index, byte) in bytes.enumerated() {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    literal.append(UInt8(ascii: "-"))
                }
                Hexadecimal.append(byte, to: &literal)
            }
        }
    }
}

extension UUID: RowDecodable {
    /// Reads the 36 characters.
    public static func decode(postgresText: UnsafeBufferPointer<UInt8>) -> UUID? {
        guard postgresText.count == 36 else { return nil }
        var uuid: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        let isRead = withUnsafeMutableBytes(of: &uuid) { bytes in
            var position = 0
            for index in bytes.indices {
                if postgresText[position] == UInt8(ascii: "-") { position += 1 }
                guard
                    position + 1 < 36,
                    let byte = Hexadecimal.byte(postgresText[position], postgresText[position + 1])
                else { return false }
                bytes[index] = byte
                position += 2
            }
            return position == 36
        }
        return isRead ? UUID(uuid: uuid) : nil
    }
}
