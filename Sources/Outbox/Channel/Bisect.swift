import Postgres

extension Transaction {
    /// Runs `body` over `items` in a savepoint; when it fails, over halves, down to the items that
    /// fail alone, which `failed` then handles.
    ///
    /// Order is kept.
    ///
    /// - Throws: what concerns the whole transaction (connection, deadline, deadlock,
    ///   serialization) at once; the caller runs the transaction again.
    borrowing func bisect<Item, Result>(
        _ items: ArraySlice<Item>,
        _ body: (ArraySlice<Item>, borrowing Transaction) throws -> [Result],
        failed: (Item, any Error, borrowing Transaction) throws -> [Result]
    ) throws -> [Result] {
        guard let first = items.first else { return [] }
        do {
            return try savepoint { inner in try body(items, inner) }
        } catch {
            if concernsTransaction(error) { throw error }
            guard items.count > 1 else { return try failed(first, error, self) }
            let middle = items.startIndex + items.count / 2
            let before = try bisect(items[..<middle], body, failed: failed)
            return before + (try bisect(items[middle...], body, failed: failed))
        }
    }

    private borrowing func concernsTransaction(_ error: any Error) -> Bool {
        guard let error = error as? PostgresError else { return false }
        guard case .server(let server) = error else { return true }
        return server.sqlState.isTransient
    }
}
