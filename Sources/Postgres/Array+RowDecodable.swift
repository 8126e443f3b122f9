extension Array: RowDecodable where Element: RowDecodable {
    /// Reads an array of one dimension, NULL elements only where `Element` takes them.
    public static func decode(postgresText: UnsafeBufferPointer<UInt8>) -> [Element]? {
        var reader = ArrayReader(text: postgresText)
        return reader.elements()
    }
}

/// Reads the server's text form of an array (PostgreSQL chapter 8.15).
private struct ArrayReader {
    let text: UnsafeBufferPointer<UInt8>
    var position = 0
    var unescaped: [UInt8] = []

    /// Every element; nil when the text is malformed or has a second dimension.
    mutating func elements<Element: RowDecodable>() -> [Element]? {
        skipBounds()
        guard take(UInt8(ascii: "{")) else { return nil }
        var elements: [Element] = []
        if take(UInt8(ascii: "}")) { return position == text.count ? elements : nil }
        repeat {
            guard let element: Element = element() else { return nil }
            elements.append(element)
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")), position == text.count else { return nil }
        return elements
    }

    /// Bounds such as `[0:2]=` come first when the lower one is not 1.
    private mutating func skipBounds() {
        guard text.first == UInt8(ascii: "["), let end = text.firstIndex(of: UInt8(ascii: "="))
        else { return }
        position = end + 1
    }

    private mutating func element<Element: RowDecodable>() -> Element? {
        if take(UInt8(ascii: "\"")) { return quoted() }
        let start = position
        while position < text.count, !isDelimiter(text[position]) { position += 1 }
        guard position > start else { return nil }
        let word = UnsafeBufferPointer(rebasing: text[start..<position])
        if word.elementsEqual("NULL".utf8) { return Element.postgresNull }
        return Element.decode(postgresText: word)
    }

    private mutating func quoted<Element: RowDecodable>() -> Element? {
        unescaped.removeAll(keepingCapacity: true)
        while position < text.count, text[position] != UInt8(ascii: "\"") {
            if text[position] == UInt8(ascii: "\\") { position += 1 }
            guard position < text.count else { return nil }
            unescaped.append(text[position])
            position += 1
        }
        guard take(UInt8(ascii: "\"")) else { return nil }
        return unescaped.withUnsafeBufferPointer { Element.decode(postgresText: $0) }
    }

    private func isDelimiter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "{")
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < text.count, text[position] == byte else { return false }
        position += 1
        return true
    }
}
