/// A lane in this drain's hands.
struct HeldLane: Sendable {
    /// Fencing token: every write-back compares it.
    let token: Int64

    /// Ready messages up to this id have been claimed and their batches committed.
    var position: Int64
}

/// Names a lane's lease for the fence.
struct LaneToken: Sendable, Hashable {
    let lane: Int16
    let token: Int64
}
