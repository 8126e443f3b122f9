public import Foundation

/// A message's place in the queue: what the engine needs to know of it.
public struct QueuedMessage: Sendable {
    /// Order of writing; unique for ever.
    public let messageID: Int64

    /// The day of its partition, ISO 8601, for joining `outbox.message` on `(id, day)`.
    public let day: String

    /// The lane of its key.
    public let lane: Int16

    /// What it asks for.
    public let kind: String

    /// Ordering key.
    public let key: UUID

    /// Tries that certainly failed before this one.
    public let attempts: Int

    /// How often the open attempt was asked about.
    public let asks: Int

    /// The trace that it belongs to; read on external channels only, where messages are worked on
    /// one by one.
    public internal(set) var trace: TraceParent?
}
