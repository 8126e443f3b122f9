import Foundation
import HTTPTypes

/// Which request this is, for logs and for everything that follows from it.
///
/// Sources: W3C Trace Context, 3.2; the request's id is the caller's `X-Request-Id`, or ours.
struct TraceContext: Sendable, Hashable {
    /// 32 hexadecimal digits that all services share.
    let traceID: String

    /// What is handed on, with an id of our own as the parent.
    let traceparent: String

    /// The request's id.
    let requestID: String

    /// The caller's context, or a new one where there is none that can be read.
    init(_ headers: HTTPFields) {
        let parts = Self.parts(headers[.traceparent] ?? "")
        traceID = parts?.traceID ?? Self.hexadecimal(16)
        traceparent = "00-\(traceID)-\(Self.hexadecimal(8))-\(parts?.flags ?? "00")"
        requestID =
            headers[.requestID].flatMap { Self.isID($0) ? $0 : nil }
            ?? UUID().uuidString.lowercased()
    }

    private static func parts(_ text: String) -> (traceID: String, flags: String)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            zip(parts, [2, 32, 16, 2]).allSatisfy({ isHexadecimal($0, $1) }),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" })
        else { return nil }
        return (String(parts[1]), String(parts[3]))
    }

    private static func isHexadecimal(_ text: Substring, _ digits: Int) -> Bool {
        text.utf8.count == digits
            && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }

    private static func isID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
                    || (0x61...0x7a).contains(byte) || "-_.".utf8.contains(byte)
            }
    }

    private static func hexadecimal(_ bytes: Int) -> String {
        (0..<bytes).map { _ in
            let byte = String(UInt8.random(in: 1...255), radix: 16)
            return byte.count == 1 ? "0" + byte : byte
        }.joined()
    }
}
