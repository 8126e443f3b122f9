import Postgres

extension Call {
    /// Every row of a statement.
    func rows<S: Statement>(of statement: S) async throws -> [S.Output] {
        try await store.pool.withConnection { try await $0.query(statement) }
    }

    /// The row of a statement that has at most one.
    func row<S: Statement>(of statement: S) async throws -> S.Output? {
        try await store.pool.withConnection { try await $0.first(statement) }
    }
}
