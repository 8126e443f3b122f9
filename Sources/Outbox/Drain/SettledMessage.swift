public import Foundation

/// What became of a message that a drain worked on.
public struct SettledMessage: Sendable {
    /// The message.
    public let messageID: Int64

    /// What it asks for.
    public let kind: String

    /// Its ordering key.
    public let key: UUID

    /// Which try it was, from 1.
    public let attempt: Int

    /// The trace that it belongs to.
    public let trace: TraceParent?

    /// The outcome of the attempt, or why there was none: `applied`, `held`, `voided`.
    public let outcome: String

    init(message: QueuedMessage, outcome: String) {
        messageID = message.messageID
        kind = message.kind
        key = message.key
        attempt = message.attempts + 1
        trace = message.trace
        self.outcome = outcome
    }
}
