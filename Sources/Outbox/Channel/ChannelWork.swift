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
    /// Whether it sends something: then the lease must outlive it.
    let sends: Bool
}
