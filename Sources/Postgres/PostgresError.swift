/// Why a statement, a transaction or a connection did not do what was asked.
public enum PostgresError: Error, Hashable, Sendable {
    /// The server refused the statement; the connection is usable.
    case server(ServerError)

    /// The connection broke while a statement was running: outside a transaction the statement may
    /// or may not have taken effect; inside one it did not. The connection is closed.
    case connectionLost(String)

    /// No connection could be made; the text is libpq's, which never holds the password.
    case connectFailed(String)

    /// The statement was not finished in time and was cancelled. When the server did not confirm
    /// the cancellation promptly, the connection is closed as well.
    case deadlineExceeded(statement: String)

    /// The task was cancelled and the server confirmed that it stopped the statement.
    case cancelled

    /// The answer to COMMIT was lost: the transaction may have happened. Read back, never assume.
    case commitUnknown(String)

    /// COMMIT was answered with ROLLBACK, because an error inside had aborted the transaction.
    case rolledBack

    /// A row does not have the shape its statement expects.
    case decoding(statement: String, column: String, reason: String)

    /// The number of rows, or the kind of answer, is not what the statement promises.
    case unexpectedResult(statement: String, reason: String)

    /// A parameter (counted from 1) cannot be sent; nothing was.
    case invalidBinding(statement: String, parameter: Int, reason: String)

    /// The connection or the pool is closed.
    case closed

    /// Every connection of the pool is in use and as many callers wait as may.
    case poolSaturated
}

extension PostgresError {
    /// The server's SQLSTATE, where the server answered.
    public var sqlState: SQLState? {
        guard case .server(let error) = self else { return nil }
        return error.sqlState
    }

    /// Whether the same transaction, run again from its start, may well succeed.
    ///
    /// Never true of `commitUnknown`, nor of a connection lost during a statement, which outside a
    /// transaction may have taken effect.
    public var isTransient: Bool {
        switch self {
        case .server(let error): error.sqlState.isTransient
        case .connectFailed, .poolSaturated: true
        case .connectionLost, .deadlineExceeded, .cancelled, .commitUnknown, .rolledBack: false
        case .decoding, .unexpectedResult, .invalidBinding, .closed: false
        }
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// What happened, without row data or bound values.
    public var description: String {
        switch self {
        case .server(let error): error.description
        case .connectionLost(let reason): "connection lost: \(reason)"
        case .connectFailed(let reason): "cannot connect: \(reason)"
        case .deadlineExceeded(let statement): "deadline exceeded in \(statement)"
        case .cancelled: "cancelled"
        case .commitUnknown(let reason): "commit unknown: \(reason)"
        case .rolledBack: "rolled back: the transaction was aborted by an earlier error"
        case .decoding(let statement, let column, let reason):
            "cannot read column \(column) of \(statement): \(reason)"
        case .unexpectedResult(let statement, let reason):
            "unexpected result of \(statement): \(reason)"
        case .invalidBinding(let statement, let parameter, let reason):
            "cannot send parameter $\(parameter) of \(statement): \(reason)"
        case .closed: "the connection is closed"
        case .poolSaturated: "every connection is in use and too many callers wait"
        }
    }

    /// What happened, with all that the server said.
    public var debugDescription: String {
        switch self {
        case .server(let error): error.debugDescription
        case .connectionLost, .connectFailed, .deadlineExceeded, .cancelled, .commitUnknown:
            description
        case .rolledBack, .decoding, .unexpectedResult, .invalidBinding: description
        case .closed, .poolSaturated: description
        }
    }
}
