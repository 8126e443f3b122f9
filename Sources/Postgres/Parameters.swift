import Glibc

/// The values of a statement's parameters as libpq takes them: zero-terminated texts, or NULL.
struct Parameters {
    /// How many the protocol can count (a 16-bit field).
    static let countMax = 65_535

    private var bytes: [UInt8] = []
    private var starts: [Int?] = []

    /// Encodes `bindings`.
    ///
    /// - Throws: `invalidBinding` for a text with a NUL character, which PostgreSQL cannot store
    ///   and libpq would cut, and for too many parameters.
    init(_ bindings: [any Bindable], statement: String) throws(PostgresError) {
        guard bindings.count <= Parameters.countMax else {
            throw .invalidBinding(
                statement: statement,
                parameter: bindings.count,
                reason: "at most \(Parameters.countMax) can be sent"
            )
        }
        starts.reserveCapacity(bindings.count)
        for (index, binding) in bindings.enumerated() {
            guard var text = binding.postgresText else {
                starts.append(nil)
                continue
            }
            starts.append(bytes.count)
            guard append(&text) else {
                throw .invalidBinding(
                    statement: statement,
                    parameter: index + 1,
                    reason: "the text has a NUL character"
                )
            }
        }
    }

    /// Gives `body` one pointer a parameter, nil for NULL.
    func withPointers<R>(_ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> R) -> R {
        bytes.withUnsafeBytes { raw in
            let base = raw.bindMemory(to: CChar.self).baseAddress
            let pointers = starts.map { start in
                start.flatMap { offset in base.map { $0 + offset } }
            }
            return pointers.withUnsafeBufferPointer(body)
        }
    }

    /// Appends a zero-terminated text; false if it holds a NUL itself.
    private mutating func append(_ text: inout String) -> Bool {
        text.withUTF8 { utf8 in
            if let base = utf8.baseAddress, memchr(base, 0, utf8.count) != nil { return false }
            bytes.append(contentsOf: utf8)
            bytes.append(0)
            return true
        }
    }
}
