public import Foundation
public import Preorder

/// A way to tell somebody: directly, not through the outbox, which may be what is broken.
public protocol AlertWay: Sendable {
    /// What logs call it.
    var name: String { get }

    /// The longest that telling may take.
    var timeMax: Duration { get }

    /// Tells the digest once; `runID` is the run that tells.
    ///
    /// Never throws: a way that is broken is expected, and the other ways go on.
    func tell(_ digest: AlertDigest, runID: UUID) async -> AlertReceipt
}

/// What became of a digest on one way.
public enum AlertReceipt: Hashable, Sendable {
    /// Somebody is told, or whoever took it answers for it.
    case taken

    /// Perhaps nobody was told; the reason holds no address.
    case failed(reason: String)
}
