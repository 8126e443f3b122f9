public import Postgres

/// What an external channel does with its messages: the payment gateway, the mail server, webhooks.
///
/// The engine claims, commits the intents, performs them concurrently, and settles outcome, domain
/// change and follow-up messages in one transaction. `prepare` and `settle` run inside it and
/// cannot wait for a network: they are synchronous.
public protocol ExternalHandler: Sendable {
    /// What is sent over the wire, or asked.
    associatedtype Call: Sendable

    /// What came back.
    associatedtype Answer: Sendable

    /// Longest time `perform` may take; nothing is sent that would outlive the lease.
    var callTimeout: Duration { get }

    /// Decides what to do with each claimed message; one decision a claim, in the same order.
    ///
    /// Called again in the settling transaction after `Verdict.stepDone`, then without an open
    /// attempt. An error thrown for one claim is found by halving and costs that message a try.
    func prepare(
        _ claims: [Claim],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws -> [Decision<Call>]

    /// Makes the call. Never throws: whatever happens is an answer.
    func perform(_ call: Call) async -> Answer

    /// What an answer says of its destination: its breaker counts by this.
    func reach(_ answer: Answer) -> Reach

    /// Writes what the answers mean for the domain and says what becomes of the messages; one
    /// verdict an answer, in the same order.
    func settle(
        _ answers: [(claim: Claim, answer: Answer)],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws -> [Verdict]
}

extension ExternalHandler {
    /// Every answer is one: the breaker never opens.
    public func reach(_ answer: Answer) -> Reach { .answered }
}
