public import Money
public import Postgres

/// Something that somebody must know.
public struct Alert: Hashable, Sendable {
    /// Which probe found it.
    public let kind: String

    /// What it is about: an id or a name, never a person's.
    public let subject: String

    /// Ids, counts and names.
    public let detail: String

    /// When its cause began; nil where nobody can say.
    public let since: Timestamp?

    /// The money at stake; nil where none is.
    public let amount: Money?

    /// An alert.
    public init(kind: String, subject: String, detail: String, since: Timestamp?, amount: Money?) {
        self.kind = kind
        self.subject = subject
        self.detail = detail
        self.since = since
        self.amount = amount
    }
}
