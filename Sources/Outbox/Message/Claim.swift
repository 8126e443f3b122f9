public import Foundation
public import Postgres

/// A message in the hands of a drain of an external channel.
public struct Claim: Sendable {
    /// Its place in the queue.
    public let message: QueuedMessage

    /// The JSON object it was written with.
    public let payload: JSONText

    /// When it was written, domain time.
    public let createdAt: Timestamp

    /// The attempt that has no verdict yet; while it stands only asking, or a permitted re-send of
    /// exactly its bytes, is possible.
    public let openAttempt: OpenAttempt?

    /// Whether a try that fails now was the last one of its kind's policy.
    public let isLastTry: Bool

    /// Order of writing; unique for ever.
    public var messageID: Int64 { message.messageID }

    /// What it asks for.
    public var kind: String { message.kind }

    /// Ordering key.
    public var key: UUID { message.key }

    /// The trace that it belongs to.
    public var trace: TraceParent? { message.trace }

    /// Whether it may have happened.
    var isOpen: Bool { openAttempt != nil }

    func afterStep() -> Claim {
        Claim(
            message: message,
            payload: payload,
            createdAt: createdAt,
            openAttempt: nil,
            isLastTry: isLastTry
        )
    }
}
