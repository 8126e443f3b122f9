import Postgres

extension Connection {
    /// A transaction whose body may throw `Refusal` to say that nothing is to be written.
    ///
    /// `constraints` says which refusal the violation of a named constraint is, for what only the
    /// database can decide without a race.
    ///
    /// - Throws: whatever else the transaction throws.
    func refusable<R: Sendable, Refusal: Error>(
        constraints: [String: Refusal] = [:],
        _ body: @Sendable (borrowing Transaction) throws -> R
    ) async throws -> Result<R, Refusal> {
        do {
            return .success(try await transaction { tx in try body(tx) })
        } catch let refusal as Refusal {
            return .failure(refusal)
        } catch PostgresError.server(let error) {
            guard let name = error.constraint, let refusal = constraints[name] else {
                throw PostgresError.server(error)
            }
            return .failure(refusal)
        }
    }
}

extension Transaction {
    /// Runs a statement of which a violated constraint means `refusal`.
    ///
    /// - Throws: `refusal`, after which the transaction must be rolled back; `PostgresError`.
    borrowing func execute<S: Statement>(
        _ statement: S,
        refusing constraint: String,
        as refusal: some Error
    ) throws {
        do throws(PostgresError) {
            try execute(statement)
        } catch {
            guard case .server(let cause) = error, cause.constraint == constraint else {
                throw error
            }
            throw refusal
        }
    }
}
