/// Which trace something belongs to, and what caused it there.
///
/// Source: W3C Trace Context, 3.2.
public struct TraceParent: Sendable, Hashable {
    /// 32 hexadecimal digits that all services share.
    public let traceID: String

    /// Two hexadecimal digits: whether somebody records the trace.
    public let flags: String

    /// 16 hexadecimal digits: the step that caused this one.
    public let parentID: String

    /// Reads a header; nil for what is none, and for versions that this one cannot be read as.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            zip(parts, [2, 32, 16, 2]).allSatisfy({ Self.isHexadecimal($0, $1) }),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" })
        else { return nil }
        (traceID, parentID, flags) = (String(parts[1]), String(parts[2]), String(parts[3]))
    }

    /// A trace that begins here.
    public init() {
        (traceID, parentID, flags) = (Self.random(16), Self.random(8), "00")
    }

    private init(traceID: String, parentID: String, flags: String) {
        (self.traceID, self.parentID, self.flags) = (traceID, parentID, flags)
    }

    /// The header.
    public var text: String { "00-\(traceID)-\(parentID)-\(flags)" }

    /// A new step of the same trace.
    public func next() -> TraceParent {
        TraceParent(traceID: traceID, parentID: Self.random(8), flags: flags)
    }

    private static func isHexadecimal(_ text: Substring, _ digits: Int) -> Bool {
        text.utf8.count == digits
            && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }

    private static func random(_ bytes: Int) -> String {
        (0..<bytes).map { _ in
            let byte = String(UInt8.random(in: 1...255), radix: 16)
            return byte.count == 1 ? "0" + byte : byte
        }.joined()
    }
}
