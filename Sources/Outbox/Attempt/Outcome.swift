/// What is known of an attempt once it was made.
///
/// Job queues know success and failure; money knows a third answer, *nobody knows*.
public enum Outcome: String, Sendable, CaseIterable {
    /// It happened.
    case applied

    /// It did not and will not happen.
    case rejected

    /// It may have happened: it is asked about until there is a verdict, never guessed.
    case unknown

    /// It certainly did not happen; the attempt is spent.
    case retry

    /// It certainly did not happen, nothing was sent; no attempt is spent.
    case unreachable

    /// The buyer must do something before it can happen.
    case actionRequired = "action_required"
}
