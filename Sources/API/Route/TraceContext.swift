import Foundation
import HTTPTypes
import Outbox

/// Which request this is, for logs and for everything that follows from it.
///
/// Sources: W3C Trace Context, 3.2; the request's id is the caller's `X-Request-Id`, or ours.
struct TraceContext: Sendable, Hashable {
    /// The caller's trace, or a new one where there is none that can be read; its parent is ours.
    let parent: TraceParent

    /// The request's id.
    let requestID: String

    /// 32 hexadecimal digits that all services share.
    var traceID: String { parent.traceID }

    /// What is handed on.
    var traceparent: String { parent.text }

    /// The caller's context.
    init(_ headers: HTTPFields) {
        parent = headers[.traceparent].flatMap { TraceParent($0) }?.next() ?? TraceParent()
        requestID =
            headers[.requestID].flatMap { Self.isID($0) ? $0 : nil }
            ?? UUID().uuidString.lowercased()
    }

    private static func isID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
                    || (0x61...0x7a).contains(byte) || "-_.".utf8.contains(byte)
            }
    }
}
