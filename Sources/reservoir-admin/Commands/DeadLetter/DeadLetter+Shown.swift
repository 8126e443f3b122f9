import Batch
import Outbox
import Postgres

extension DeadLetter {
    /// The decision in words; empty while it is open.
    var told: String {
        guard let decision else { return "" }
        let evidence = decision.evidence.map { "; \($0)" } ?? ""
        return "by \(decision.by) at \(decision.at): \(decision.reason)\(evidence)"
    }

    /// The letter for machines.
    var fields: [String: JSONValue] {
        [
            "message_id": .integer(messageID), "channel": .string(channel),
            "kind": .string(kind), "key": .string(key.text),
            "attempts": .integer(Int64(attempts)), "last_error": .string(lastError),
            "dead_at": .string("\(deadAt)"), "state": .string(state.rawValue),
            "has_open_attempt": .bool(hasOpenAttempt), "queue_state": .optional(queueState),
            "resolved_by": .optional(decision?.by),
            "resolved_at": .optional(decision?.at.description),
            "reason": .optional(decision?.reason), "evidence": .optional(decision?.evidence),
        ]
    }
}
