import Foundation
import Postgres

/// What the drain loop asks of a channel, internal or external.
protocol ChannelWork: Sendable {
    associatedtype Call: Sendable
    associatedtype Answer: Sendable

    /// Whether attempts are journaled and at most this many may be in the air; nil for none.
    var callTimeout: Duration? { get }

    /// Touches members of a committed batch.
    func touch(
        _ rows: [QueueRow],
        scope: WorkScope,
        in tx: borrowing Transaction
    ) throws -> Touched<Call>

    /// Goes on with messages whose last step is done.
    func next(
        _ claims: [Claim],
        scope: WorkScope,
        in tx: borrowing Transaction
    ) throws -> Touched<Call>

    func perform(_ call: Call) async -> Answer

    /// What an answer says of its destination.
    func reach(_ answer: Answer) -> Reach

    func settle(
        _ answers: [(claim: Claim, answer: Answer)],
        scope: WorkScope,
        in tx: borrowing Transaction
    ) throws -> [Verdict]
}

/// What every step of a run has in common.
struct WorkScope: Sendable {
    let channel: String
    let isOrdered: Bool
    let runID: UUID
    let now: Timestamp
    let jitter: Jitter
}

/// What became of the members that were touched.
struct Touched<Call: Sendable>: Sendable {
    /// Already removed from the queue with their effect.
    var applied: [QueuedMessage] = []

    /// To be settled without a call.
    var settled: [(message: QueuedMessage, verdict: Verdict)] = []

    /// Calls to make after commit.
    var launches: [Launch<Call>] = []
}

/// A call whose intent, if it needs one, is committed.
struct Launch<Call: Sendable>: Sendable {
    let claim: Claim
    let call: Call

    /// Whom it is addressed to.
    let destination: String

    /// Whether it sends something: then the lease must outlive it.
    let sends: Bool

    /// What came back; nil: it was not made after all.
    func landing<Answer: Sendable>(_ answer: Answer?) -> Landing<Answer> {
        Landing(claim: claim, destination: destination, answer: answer)
    }
}
