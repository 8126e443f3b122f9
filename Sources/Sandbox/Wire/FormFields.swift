/// The fields of an `application/x-www-form-urlencoded` body or of a query, in their order.
struct FormFields: Sendable, Equatable {
    /// Names as sent (`metadata[payment_id]`) with their values.
    let pairs: [Pair]

    struct Pair: Sendable, Equatable {
        let name: String
        let value: String
    }

    /// Reads the fields; a part that is not valid percent-encoded UTF-8 is taken as it stands.
    init(_ text: String) {
        pairs = text.split(separator: "&").map { part in
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Pair(
                name: FormFields.decode(halves[0]),
                value: halves.count > 1 ? FormFields.decode(halves[1]) : ""
            )
        }
    }

    /// The last value of a field, as Stripe reads a repeated one.
    subscript(_ name: String) -> String? {
        pairs.last { $0.name == name }?.value
    }

    /// The members of a nested field: `metadata[a]=1` is `a: 1` of `metadata`.
    func members(of name: String) -> [String: String] {
        var members: [String: String] = [:]
        let opening = name + "["
        for pair in pairs where pair.name.hasPrefix(opening) && pair.name.hasSuffix("]") {
            members[String(pair.name.dropFirst(opening.count).dropLast())] = pair.value
        }
        return members
    }

    /// The names of the fields without what stands in brackets.
    var roots: [String] {
        pairs.map { String($0.name.prefix { $0 != "[" }) }
    }

    /// The same for any order of the fields: what Stripe compares under one idempotency key.
    var canonical: String {
        pairs.map { "\($0.name)=\($0.value)" }.sorted().joined(separator: "&")
    }

    private static func decode(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), let decoded = hexadecimal(rest.prefix(2)) {
                bytes.append(decoded)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.count == 2 else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
