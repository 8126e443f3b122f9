import Foundation
public import Logging
public import Outbox

extension DrainOptions {
    /// Has a line logged for each message that an external channel worked on.
    public mutating func note(on logger: Logger) {
        note = { message in
            var metadata: Logger.Metadata = [
                "message_id": "\(message.messageID)", "kind": "\(message.kind)",
                "key": "\(message.key.uuidString.lowercased())",
                "attempt": "\(message.attempt)", "outcome": "\(message.outcome)",
            ]
            if let trace = message.trace { metadata["trace_id"] = "\(trace.traceID)" }
            logger.info("message worked on", metadata: metadata)
        }
    }
}
