/// Reads JSON as RFC 8259 has it, and nothing beside it: no repeated names, no NUL, no half of a
/// surrogate pair, no deep nesting.
struct JSONParser {
    /// Where and why a text is not such JSON.
    struct Fault: Error, Hashable {
        /// Bytes before it.
        let offset: Int

        /// What is wrong.
        let reason: String
    }

    /// Deeper than any request of this API.
    private static let depthMax = 16

    private let bytes: [UInt8]
    private var place = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The document that `bytes` are, which must be UTF-8.
    static func parse(_ bytes: [UInt8]) throws(Fault) -> JSON {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Fault(offset: 0, reason: "not UTF-8")
        }
        var parser = JSONParser(bytes)
        let value = try parser.value(depth: 0)
        parser.skipBlanks()
        guard parser.place == bytes.count else { throw parser.fault("more after the document") }
        return value
    }

    private mutating func value(depth: Int) throws(Fault) -> JSON {
        guard depth <= Self.depthMax else { throw fault("nested too deeply") }
        skipBlanks()
        switch current {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(_ depth: Int) throws(Fault) -> JSON {
        place += 1
        var members: [JSON.Member] = []
        var names: Set<String> = []
        skipBlanks()
        if take("}") { return .object([]) }
        repeat {
            skipBlanks()
            guard current == UInt8(ascii: "\"") else { throw fault("a name is missing") }
            let name = try string()
            guard names.insert(name).inserted else { throw fault("a name stands twice") }
            skipBlanks()
            guard take(":") else { throw fault("a colon is missing") }
            members.append(JSON.Member(name: name, value: try value(depth: depth + 1)))
            skipBlanks()
        } while take(",")
        guard take("}") else { throw fault("an object does not end") }
        return .object(members)
    }

    private mutating func array(_ depth: Int) throws(Fault) -> JSON {
        place += 1
        var items: [JSON] = []
        skipBlanks()
        if take("]") { return .array([]) }
        repeat {
            items.append(try value(depth: depth + 1))
            skipBlanks()
        } while take(",")
        guard take("]") else { throw fault("an array does not end") }
        return .array(items)
    }

    private mutating func number() throws(Fault) -> JSON {
        let start = place
        _ = take("-")
        let digits = place
        skipDigits()
        guard place > digits, place - digits == 1 || bytes[digits] != UInt8(ascii: "0") else {
            throw fault("not a value")
        }
        var whole: Range<Int>? = start..<place
        if take(".") {
            let fraction = place
            skipDigits()
            guard place > fraction else { throw fault("digits are missing") }
            // As JSON Schema has it, 1.0 is a whole number.
            if bytes[fraction..<place].contains(where: { $0 != UInt8(ascii: "0") }) { whole = nil }
        }
        if take("e") || take("E") {
            whole = nil
            if !take("+") { _ = take("-") }
            let exponent = place
            skipDigits()
            guard place > exponent else { throw fault("digits are missing") }
        }
        if let whole, let number = Int64(String(decoding: bytes[whole], as: UTF8.self)) {
            return .integer(number)
        }
        return .otherNumber(String(decoding: bytes[start..<place], as: UTF8.self))
    }

    private mutating func string() throws(Fault) -> String {
        place += 1
        var text: [UInt8] = []
        while let byte = current, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw fault("a control character in a string") }
            place += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            text.append(contentsOf: try escaped())
        }
        guard take("\"") else { throw fault("a string does not end") }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func escaped() throws(Fault) -> [UInt8] {
        guard let byte = current else { throw fault("a string does not end") }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try scalar()).utf8)
        default: throw fault("an unknown escape")
        }
    }

    private mutating func scalar() throws(Fault) -> Character {
        let unit = try unit()
        guard unit != 0 else { throw fault("a NUL character") }
        var value = UInt32(unit)
        if (0xd800..<0xdc00).contains(unit) {
            guard take("\\"), take("u") else { throw fault("half of a surrogate pair") }
            let low = try self.unit()
            guard (0xdc00..<0xe000).contains(low) else { throw fault("half of a surrogate pair") }
            value = 0x1_0000 + (UInt32(unit - 0xd800) << 10) + UInt32(low - 0xdc00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw fault("half of a surrogate pair") }
        return Character(scalar)
    }

    private mutating func unit() throws(Fault) -> UInt16 {
        guard place + 4 <= bytes.count else { throw fault("a string does not end") }
        let digits = bytes[place..<place + 4]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw fault("an unknown escape") }
        place += 4
        return unit
    }

    private mutating func word(_ word: String, _ value: JSON) throws(Fault) -> JSON {
        guard bytes[place...].starts(with: word.utf8) else { throw fault("not a value") }
        place += word.utf8.count
        return value
    }

    private var current: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = current, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { place += 1 }
    }

    private mutating func skipDigits() {
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            place += 1
        }
    }

    private func fault(_ reason: String) -> Fault { Fault(offset: place, reason: reason) }
}
