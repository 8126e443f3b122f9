public import Foundation

/// Which of our refunds, and which try of it, an entry at the gateway belongs to.
public struct RefundReference: Hashable, Sendable, Codable {
    /// Our refund's id.
    public let id: UUID

    /// The try, from 1; each has its own idempotency key.
    public let generation: Int

    /// A reference to one generation of a refund.
    public init(id: UUID, generation: Int) {
        self.id = id
        self.generation = generation
    }
}
