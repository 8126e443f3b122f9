/// The five characters by which PostgreSQL names an error (PostgreSQL appendix A).
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The five characters, such as `23505`.
    public let rawValue: String

    /// The state with these five characters.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The five characters.
    public var description: String { rawValue }

    /// Whether the same transaction, run again from its start, may well succeed.
    ///
    /// True of serialization failures, deadlocks, lock time-outs, a server that is starting or
    /// stopping, and exhausted resources. Never true of a state that says what became of a COMMIT.
    public var isTransient: Bool {
        switch self {
        case .serializationFailure, .deadlockDetected, .lockNotAvailable: true
        case .adminShutdown, .crashShutdown, .cannotConnectNow: true
        default: rawValue.hasPrefix("53") || rawValue.hasPrefix("08")
        }
    }
}

extension SQLState {
    /// 23505: a unique constraint holds this value already.
    public static let uniqueViolation = SQLState(rawValue: "23505")

    /// 23503: the referenced row does not exist, or the row is still referenced.
    public static let foreignKeyViolation = SQLState(rawValue: "23503")

    /// 23514: a CHECK constraint refuses the row.
    public static let checkViolation = SQLState(rawValue: "23514")

    /// 23502: the column does not take NULL.
    public static let notNullViolation = SQLState(rawValue: "23502")

    /// 23P01: an exclusion constraint refuses the row.
    public static let exclusionViolation = SQLState(rawValue: "23P01")

    /// 40001: concurrent transactions could not be put into an order.
    public static let serializationFailure = SQLState(rawValue: "40001")

    /// 40P01: this transaction was chosen to end a deadlock.
    public static let deadlockDetected = SQLState(rawValue: "40P01")

    /// 55P03: NOWAIT or `lock_timeout` ended the wait for a lock.
    public static let lockNotAvailable = SQLState(rawValue: "55P03")

    /// 57014: a cancel request or `statement_timeout` ended the statement.
    public static let queryCanceled = SQLState(rawValue: "57014")

    /// 0A000: among others, what a kept plan returns has been altered since.
    public static let featureNotSupported = SQLState(rawValue: "0A000")

    /// 26000: there is no such prepared statement.
    public static let invalidStatementName = SQLState(rawValue: "26000")

    /// 57P01: an administrator ended the connection, or the server shuts down.
    public static let adminShutdown = SQLState(rawValue: "57P01")

    /// 57P02: another backend crashed and the server restarts.
    public static let crashShutdown = SQLState(rawValue: "57P02")

    /// 57P03: the server is starting, stopping or recovering.
    public static let cannotConnectNow = SQLState(rawValue: "57P03")

    /// 25P02: an earlier error aborted the transaction; only ROLLBACK is taken.
    public static let inFailedTransaction = SQLState(rawValue: "25P02")

    /// 25006: the transaction or the server is read-only.
    public static let readOnlyTransaction = SQLState(rawValue: "25006")

    /// 22P02: the text is not a value of the type.
    public static let invalidTextRepresentation = SQLState(rawValue: "22P02")

    /// 22003: the number does not fit the type.
    public static let numericValueOutOfRange = SQLState(rawValue: "22003")

    /// 22012: a division by zero.
    public static let divisionByZero = SQLState(rawValue: "22012")

    /// 42501: the role lacks the privilege.
    public static let insufficientPrivilege = SQLState(rawValue: "42501")

    /// 42601: the SQL does not parse.
    public static let syntaxError = SQLState(rawValue: "42601")

    /// 42P01: no such table or view.
    public static let undefinedTable = SQLState(rawValue: "42P01")

    /// 42703: no such column.
    public static let undefinedColumn = SQLState(rawValue: "42703")

    /// 3F000: no such schema.
    public static let invalidSchemaName = SQLState(rawValue: "3F000")

    /// 42P06: the schema exists already.
    public static let duplicateSchema = SQLState(rawValue: "42P06")

    /// 42P07: the table exists already.
    public static let duplicateTable = SQLState(rawValue: "42P07")

    /// 53300: the server has no connection left.
    public static let tooManyConnections = SQLState(rawValue: "53300")

    /// P0001: `RAISE EXCEPTION` in a function.
    public static let raiseException = SQLState(rawValue: "P0001")
}
