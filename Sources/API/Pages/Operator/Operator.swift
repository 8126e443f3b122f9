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

    /// Does something in one transaction, and says where to look at what became of it.
    ///
    /// When the answer to COMMIT is lost, that is the same place: what is shown there holds.
    ///
    /// - Throws: `Refusal`, when nothing was written.
    func decide<Value: Sendable, Refusal: Error>(
        seenAt path: String,
        _ decision: @escaping @Sendable (Connection) async throws -> Result<Value, Refusal>
    ) async throws -> Answer {
        do {
            _ = try await pool.withConnection { try await decision($0) }.get()
        } catch PostgresError.commitUnknown {
            return .goOn(to: path)
        }
        return .goOn(to: path)
    }
}
