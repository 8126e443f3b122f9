/// How a transaction sees the others.
public struct TransactionOptions: Hashable, Sendable {
    /// The isolation level (PostgreSQL chapter 13.2).
    public enum Isolation: String, Sendable {
        /// Each statement sees what was committed when it began.
        case readCommitted = "READ COMMITTED"

        /// Every statement sees what was committed when the first one began.
        case repeatableRead = "REPEATABLE READ"

        /// As if transactions ran one after the other; be ready for `serializationFailure`.
        case serializable = "SERIALIZABLE"
    }

    /// The isolation level.
    public var isolation: Isolation

    /// Whether writes are refused.
    public var isReadOnly: Bool

    /// A level, for reading and writing unless it says otherwise.
    public init(isolation: Isolation, isReadOnly: Bool = false) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
    }

    /// PostgreSQL's default.
    public static let readCommitted = TransactionOptions(isolation: .readCommitted)

    /// One snapshot for the whole transaction.
    public static let repeatableRead = TransactionOptions(isolation: .repeatableRead)

    /// As if transactions ran one after the other.
    public static let serializable = TransactionOptions(isolation: .serializable)

    /// One snapshot for several reads.
    public static let snapshot = TransactionOptions(isolation: .repeatableRead, isReadOnly: true)

    var begin: String {
        "BEGIN ISOLATION LEVEL \(isolation.rawValue) \(isReadOnly ? "READ ONLY" : "READ WRITE")"
    }
}
