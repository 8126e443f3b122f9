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

    /// Of them, those whose destination could not be reached or does not answer.
    public var unreachable = 0

    /// Of them, those that a pause held back.
    public var paused = 0

    /// Of them, those for which this host's settings lack something.
    public var misconfigured = 0

    /// What held messages back, each once.
    public var holds: Set<HoldReason> = []

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
        left.paused += right.paused
        left.holds.formUnion(right.holds)
        left.misconfigured += right.misconfigured
        left.unknown += right.unknown
        left.dead += right.dead
        left.conflicts += right.conflicts
        left.commits += right.commits
    }
}
