import Postgres
import Preorder

/// Whoever watches over the batches and decides what they could not, with an administrator's
/// connections to the database.
struct Operator: Sendable {
    /// What is kept with what they do.
    let name: String

    let pool: ConnectionPool

    /// Something that they do, and why.
    func act(for reason: String) -> StaffAct {
        StaffAct(by: .administrator(name), reason: reason)
    }

    /// Every row of a statement.
    func rows<S: Statement>(of statement: S) async throws -> [S.Output] {
        try await pool.withConnection { try await $0.query(statement) }
    }
}
