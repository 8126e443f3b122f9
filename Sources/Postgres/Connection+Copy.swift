extension Connection {
    /// Runs `COPY … FROM STDIN` with what the chunks hold, in a transaction of its own.
    ///
    /// The chunks hold COPY's text, CSV or other format and need not end at line ends. Answers the
    /// number of rows taken.
    @discardableResult
    public func copyIn(
        _ sql: String,
        _ chunks: some Sequence<String> & Sendable,
        deadline: Duration? = nil
    ) async throws(PostgresError) -> Int {
        try await cancellable { session throws(PostgresError) in
            try session.copyIn(sql, chunks, deadline: deadline)
        }
    }

    /// Runs `COPY … TO STDOUT` and gives `each` every row as written, newline included.
    ///
    /// - Throws: `PostgresError`, or the error of `each`, after which the server has stopped.
    public func copyOut(
        _ sql: String,
        deadline: Duration? = nil,
        _ each: @Sendable ([UInt8]) throws -> Void
    ) async throws {
        try await cancellableAny { session in
            try session.copyOut(sql, deadline: deadline, each)
        }
    }
}

extension Transaction {
    /// Runs `COPY … FROM STDIN` with what the chunks hold.
    ///
    /// The chunks hold COPY's text, CSV or other format and need not end at line ends. Answers the
    /// number of rows taken.
    @discardableResult
    public borrowing func copyIn(
        _ sql: String,
        _ chunks: some Sequence<String>,
        deadline: Duration? = nil
    ) throws(PostgresError) -> Int {
        try session.copyIn(sql, chunks, deadline: deadline)
    }

    /// Runs `COPY … TO STDOUT` and gives `each` every row as written, newline included.
    ///
    /// - Throws: `PostgresError`, or the error of `each`, after which the server has stopped.
    public borrowing func copyOut(
        _ sql: String,
        deadline: Duration? = nil,
        _ each: ([UInt8]) throws -> Void
    ) throws {
        try session.copyOut(sql, deadline: deadline, each)
    }
}
