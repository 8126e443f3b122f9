/// One connection to PostgreSQL, on a thread of its own.
///
/// Waiting for the server blocks only that thread. When the calling task is cancelled or the
/// deadline passes, the server is asked to stop the statement and the connection stays usable; if
/// the server does not confirm, the connection is closed.
public actor Connection {
    private let executor: ThreadExecutor
    private let wakeup = Wakeup()
    let session: Session

    /// The connection's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    private init(_ configuration: ConnectionConfiguration) throws(PostgresError) {
        guard let executor = ThreadExecutor(), wakeup.descriptor >= 0 else {
            throw .connectFailed("the system has no thread or descriptor left")
        }
        self.executor = executor
        self.session = Session(configuration, wakeup: wakeup)
    }

    /// Connects to the first host that answers.
    ///
    /// - Throws: `connectFailed` with libpq's reason, which never holds the password; `cancelled`.
    public static func connect(
        _ configuration: ConnectionConfiguration
    ) async throws(PostgresError) -> Connection {
        let connection = try Connection(configuration)
        try await connection.open()
        return connection
    }

    private func open() async throws(PostgresError) {
        try await cancellable { session throws(PostgresError) in try session.connect() }
    }

    /// Every row of a statement, in a transaction of its own.
    public func query<S: Statement>(
        _ statement: S,
        deadline: Duration? = nil
    ) async throws(PostgresError) -> [S.Output] {
        try await cancellable { session throws(PostgresError) in
            try session.query(statement, deadline: deadline)
        }
    }

    /// The row of a statement that has at most one.
    ///
    /// - Throws: `unexpectedResult` when there are more.
    public func first<S: Statement>(
        _ statement: S,
        deadline: Duration? = nil
    ) async throws(PostgresError) -> S.Output? {
        try await cancellable { session throws(PostgresError) in
            try session.first(statement, deadline: deadline)
        }
    }

    /// The row of a statement that has exactly one.
    ///
    /// - Throws: `unexpectedResult` when there are none or more.
    public func only<S: Statement>(
        _ statement: S,
        deadline: Duration? = nil
    ) async throws(PostgresError) -> S.Output {
        try await cancellable { session throws(PostgresError) in
            try session.only(statement, deadline: deadline)
        }
    }

    /// How many rows a statement changed, in a transaction of its own.
    @discardableResult
    public func execute<S: Statement>(
        _ statement: S,
        deadline: Duration? = nil
    ) async throws(PostgresError) -> Int {
        try await cancellable { session throws(PostgresError) in
            try session.execute(statement, deadline: deadline)
        }
    }

    /// Runs several statements without parameters, all or none unless they say otherwise.
    public func script(_ sql: String, deadline: Duration? = nil) async throws(PostgresError) {
        try await cancellable { session throws(PostgresError) in
            try session.script(sql, deadline: deadline)
        }
    }

    /// Runs `body` between BEGIN and COMMIT.
    ///
    /// - Throws: the error of `body`, after ROLLBACK; `rolledBack` when an error that `body` kept
    ///   to itself had aborted the transaction; `commitUnknown` when the answer to COMMIT was
    ///   lost: read back what became of it.
    public func transaction<R: Sendable>(
        _ options: TransactionOptions = .readCommitted,
        _ body: @Sendable (borrowing Transaction) throws -> R
    ) async throws -> R {
        try await cancellableAny { session in try session.transaction(options, body) }
    }

    /// Whether the connection has been closed or lost.
    public var isClosed: Bool { session.isClosed }

    /// Ends the connection.
    public func close() {
        session.close()
    }

    /// Runs `body`, which never suspends, with the task's cancellation tied to the wake-up.
    func cancellable<R>(
        _ body: (Session) throws(PostgresError) -> R
    ) async throws(PostgresError) -> R {
        let result: Result<R, PostgresError> = await withTaskCancellationHandler {
            // Naming self makes the closure the actor's own; without it, it would run elsewhere.
            self.preconditionIsolated()
            return Result { () throws(PostgresError) -> R in try body(self.session) }
        } onCancel: { [wakeup] in
            wakeup.signal()
        }
        wakeup.reset()
        return try result.get()
    }

    /// The same for a body that may throw errors of its caller.
    func cancellableAny<R>(_ body: (Session) throws -> R) async throws -> R {
        defer { wakeup.reset() }
        return try await withTaskCancellationHandler {
            self.preconditionIsolated()
            return try body(self.session)
        } onCancel: { [wakeup] in
            wakeup.signal()
        }
    }
}
