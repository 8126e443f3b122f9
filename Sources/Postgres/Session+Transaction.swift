import CPostgres

extension Session {
    /// BEGIN, `body`, COMMIT; ROLLBACK and the body's own error when it throws.
    func transaction<R>(
        _ options: TransactionOptions,
        _ body: (borrowing Transaction) throws -> R
    ) throws -> R {
        try runSimple("BEGIN", options.begin, deadline: nil)
        savepointDepth = 0
        let result: R
        do {
            result = try body(Transaction(session: self))
        } catch {
            rollback()
            throw error
        }
        try commit()
        return result
    }

    /// SAVEPOINT, `body`, RELEASE; ROLLBACK TO and the body's own error when it throws.
    func savepoint<R>(
        _ transaction: borrowing Transaction,
        _ body: (borrowing Transaction) throws -> R
    ) throws -> R {
        savepointDepth += 1
        defer { savepointDepth -= 1 }
        let name = "savepoint_\(savepointDepth)"
        try runSimple("SAVEPOINT", "SAVEPOINT \(name)", deadline: nil)
        let result: R
        do {
            result = try body(transaction)
        } catch {
            rollback(to: name)
            throw error
        }
        try runSimple("RELEASE SAVEPOINT", "RELEASE SAVEPOINT \(name)", deadline: nil)
        return result
    }

    /// - Throws: `rolledBack`, the server's refusal, or `commitUnknown`.
    private func commit() throws(PostgresError) {
        try expectOpenTransaction("COMMIT")
        do throws(PostgresError) {
            let answer = try runSimple("COMMIT", "COMMIT", deadline: nil, cancellable: false)
            guard answer.tag == "COMMIT" else { throw PostgresError.rolledBack }
        } catch {
            throw verdict(on: error)
        }
    }

    /// A refusal is an answer only if the server went on to say that no transaction is open.
    private func verdict(on error: PostgresError) -> PostgresError {
        switch error {
        case .rolledBack:
            return error
        case .server where transactionStatus == PQTRANS_IDLE:
            return error
        case .server, .connectionLost, .connectFailed, .deadlineExceeded, .cancelled,
            .commitUnknown, .decoding, .unexpectedResult, .invalidBinding, .closed, .poolSaturated:
            close()
            return .commitUnknown(error.description)
        }
    }

    /// Rolls back, or closes the connection, which makes the server roll back.
    private func rollback() {
        guard !isClosed else { return }
        do {
            try runSimple(
                "ROLLBACK",
                "ROLLBACK",
                deadline: configuration.cancelGrace,
                cancellable: false
            )
            if transactionStatus != PQTRANS_IDLE { close() }
        } catch {
            close()
        }
    }

    private func rollback(to savepoint: String) {
        guard !isClosed else { return }
        do {
            try runSimple(
                "ROLLBACK TO SAVEPOINT",
                "ROLLBACK TO SAVEPOINT \(savepoint); RELEASE SAVEPOINT \(savepoint)",
                deadline: configuration.cancelGrace,
                cancellable: false
            )
        } catch {
            close()
        }
    }

    /// A script that ends the transaction itself would make what follows commit on its own.
    func expectOpenTransaction(_ name: String) throws(PostgresError) {
        let status = transactionStatus
        guard status != PQTRANS_INTRANS, status != PQTRANS_INERROR else { return }
        guard !isClosed else { throw .closed }
        throw .unexpectedResult(statement: name, reason: "a statement inside ended the transaction")
    }
}
