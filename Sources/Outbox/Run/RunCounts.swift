/// What a run did, counted in messages.
public struct RunCounts: Sendable, Equatable, Codable {
    /// Taken in hand.
    public var claimed = 0

    /// Finished with their effect.
    public var applied = 0

    /// Finished without: refused or no longer applicable.
    public var rejected = 0

    /// Put back for later.
    public var retried = 0

    /// Of them, those whose destination could not be reached.
    public var unreachable = 0

    /// Left without a verdict, to be asked about.
    public var unknown = 0

    /// Left for a person.
    public var dead = 0

    /// Found changed by somebody else; nothing was written for them.
    public var conflicts = 0

    /// Transactions committed.
    public var commits = 0

    /// Nothing done yet.
    public init() {}

    /// Adds up.
    public static func += (left: inout RunCounts, right: RunCounts) {
        left.claimed += right.claimed
        left.applied += right.applied
        left.rejected += right.rejected
        left.retried += right.retried
        left.unreachable += right.unreachable
        left.unknown += right.unknown
        left.dead += right.dead
        left.conflicts += right.conflicts
        left.commits += right.commits
    }
}
