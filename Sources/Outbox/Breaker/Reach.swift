/// What an answer says of the destination that gave it, or did not.
///
/// A breaker counts by this: an unknown outcome can come from a destination that answers, and a
/// destination that answers can refuse us.
public enum Reach: Hashable, Sendable {
    /// It answered, whatever it said.
    case answered

    /// It did not answer, or only that it is broken.
    case silent(reason: String)

    /// It refuses our account or credential: the destination is paused until a person resumes it.
    case refusesUs(reason: String)

    /// Nothing was sent, so nothing is known.
    case untried
}
