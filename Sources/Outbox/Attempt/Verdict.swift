public import Postgres

/// What becomes of a message after it was touched or its call came back.
public enum Verdict: Sendable {
    /// It is finished: its row leaves the queue. `outcome` is `applied` or `rejected`.
    case finished(Outcome, detail: String)

    /// It ended without its effect because it no longer applies; `reason` is kept.
    case voided(reason: String)

    /// One step of several ended, with this outcome: `prepare` is asked for the next in the same
    /// transaction.
    case stepDone(Outcome, detail: String)

    /// It certainly did not happen. Delayed by the policy of its kind, or by `after` if longer;
    /// after the policy's last try it is a dead letter.
    case retry(detail: String, after: Duration?)

    /// The attempt ended with this outcome, and the domain wants another one after `after`; the
    /// policy's tries are not spent.
    case again(Outcome, detail: String, after: Duration)

    /// Nothing was sent; tried again later without spending an attempt.
    case unreachable(detail: String, after: Duration?)

    /// It is not called for now and no try is spent: due again at the instant, as unknown as it is
    /// when `keepsAttempt`.
    case held(HoldReason, until: Timestamp, keepsAttempt: Bool)

    /// Nobody knows; asked about at growing intervals, not before `after`.
    case unknown(detail: String, after: Duration? = nil)

    /// The buyer must act; looked at again after `after`.
    case actionRequired(detail: String, after: Duration)

    /// Not tried now, for a reason of the domain's; due again at the instant.
    case waiting(until: Timestamp)

    /// An earlier message of its key has no verdict; that one's verdict wakes it.
    case parked

    /// It certainly did not happen, and a person must look.
    case dead(detail: String)

    /// A person must look; an open attempt stays as unknown as it is.
    case setAside(detail: String)
}

extension Verdict {
    /// What logs call it.
    var name: String {
        switch self {
        case .finished(let outcome, _), .again(let outcome, _, _): outcome.rawValue
        case .stepDone(let outcome, _): "step " + outcome.rawValue
        case .voided: "voided"
        case .retry: Outcome.retry.rawValue
        case .unreachable: Outcome.unreachable.rawValue
        case .held: "held"
        case .unknown: Outcome.unknown.rawValue
        case .actionRequired: Outcome.actionRequired.rawValue
        case .waiting: "waiting"
        case .parked: "parked"
        case .dead, .setAside: "dead"
        }
    }
}
