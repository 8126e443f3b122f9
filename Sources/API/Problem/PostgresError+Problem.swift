import Postgres

extension PostgresError {
    /// What the caller is told of a fault of the database; nil for a bug of ours.
    ///
    /// Nothing was written, or, after `commitUnknown`, whoever asks again with the same key learns
    /// what was.
    var problem: Problem? {
        switch self {
        case .poolSaturated: Problem(.overloaded, retryAfter: .seconds(1))
        case .connectFailed, .connectionLost, .commitUnknown, .closed, .cancelled:
            Problem(.unavailable, retryAfter: .seconds(2))
        case .deadlineExceeded: Problem(.overloaded, retryAfter: .seconds(2))
        case .server(let error)
        where error.sqlState == .queryCanceled || error.sqlState.isTransient:
            Problem(.overloaded, retryAfter: .seconds(1))
        case .server(let error) where error.sqlState == .readOnlyTransaction:
            Problem(.unavailable, retryAfter: .seconds(2))
        case .server, .rolledBack, .decoding, .unexpectedResult, .invalidBinding: nil
        }
    }
}
