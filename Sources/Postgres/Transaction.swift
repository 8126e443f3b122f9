/// An open transaction, lent to a synchronous closure.
///
/// It cannot be copied, kept or sent elsewhere, and nothing can be awaited while it is open.
public struct Transaction: ~Copyable {
    let session: Session

    /// Every row of a statement.
    public borrowing func query<S: Statement>(
        _ statement: S,
        deadline: Duration? = nil
    ) throws(PostgresError) -> [S.Output] {
        try session.query(statement, deadline: deadline)
    }

    /// The row of a statement that has at most one.
    ///
    /// - Throws: `unexpectedResult` when there are more.
    public borrowing func first<S: Statement>(
        _ statement: S,
        deadline: Duration? = nil
    ) throws(PostgresError) -> S.Output? {
        try session.first(statement, deadline: deadline)
    }

    /// The row of a statement that has exactly one.
    ///
    /// - Throws: `unexpectedResult` when there are none or more.
    public borrowing func only<S: Statement>(
        _ statement: S,
        deadline: Duration? = nil
    ) throws(PostgresError) -> S.Output {
        try session.only(statement, deadline: deadline)
    }

    /// How many rows a statement changed.
    @discardableResult
    public borrowing func execute<S: Statement>(
        _ statement: S,
        deadline: Duration? = nil
    ) throws(PostgresError) -> Int {
        try session.execute(statement, deadline: deadline)
    }

    /// Runs several statements without parameters.
    ///
    /// - Throws: `unexpectedResult` when they ended the transaction.
    public borrowing func script(
        _ sql: String,
        deadline: Duration? = nil
    ) throws(PostgresError) {
        try session.script(sql, deadline: deadline)
        try session.expectOpenTransaction("script")
    }

    /// Runs `body` so that its error undoes only what it did; the error is rethrown.
    public borrowing func savepoint<R>(
        _ body: (borrowing Transaction) throws -> R
    ) throws -> R {
        try session.savepoint(self, body)
    }
}
