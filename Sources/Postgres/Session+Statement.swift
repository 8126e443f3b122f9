import CPostgres
import Glibc

extension Session {
    /// Sends a statement with its parameters and returns its one answer.
    func run(
        _ name: String,
        _ sql: String,
        _ bindings: [any Bindable],
        deadline: Duration?,
        cancellable: Bool = true
    ) throws(PostgresError) -> Answer {
        let parameters = try Parameters(bindings, statement: name)
        if let plan = try plan(of: sql, for: name, deadline: deadline) {
            do {
                return try run(plan, name, parameters, deadline: deadline, cancellable: cancellable)
            } catch {
                forgetPlan(of: sql, after: error)
                throw error
            }
        }
        var exchange = try begin(name, deadline: deadline, cancellable: cancellable)
        let connection = try live()
        let sent = parameters.withPointers { values in
            PQsendQueryParams(
                connection,
                sql,
                Int32(values.count),
                nil,
                values.baseAddress,
                nil,
                nil,
                0
            )
        }
        guard sent == 1 else { throw lose("") }
        return try answer(&exchange)
    }

    /// Sends the parameters of a statement whose plan the server keeps.
    private func run(
        _ plan: String,
        _ name: String,
        _ parameters: Parameters,
        deadline: Duration?,
        cancellable: Bool
    ) throws(PostgresError) -> Answer {
        var exchange = try begin(name, deadline: deadline, cancellable: cancellable)
        let connection = try live()
        let sent = parameters.withPointers { values in
            PQsendQueryPrepared(
                connection,
                plan,
                Int32(values.count),
                values.baseAddress,
                nil,
                nil,
                0
            )
        }
        guard sent == 1 else { throw lose("") }
        return try answer(&exchange)
    }

    /// Sends SQL as one simple query, several statements allowed; returns the last answer.
    @discardableResult
    func runSimple(
        _ name: String,
        _ sql: String,
        deadline: Duration?,
        cancellable: Bool = true
    ) throws(PostgresError) -> Answer {
        var exchange = try begin(name, deadline: deadline, cancellable: cancellable)
        guard try PQsendQuery(live(), sql) == 1 else { throw lose("") }
        return try answer(&exchange)
    }

    /// Opens an exchange, unless the task is cancelled already.
    func begin(
        _ name: String,
        deadline: Duration?,
        cancellable: Bool = true
    ) throws(PostgresError) -> Exchange {
        _ = try live()
        if cancellable, isCancelled { throw .cancelled }
        let limit = deadline ?? configuration.statementDeadline
        return Exchange(
            name: name,
            within: limit,
            grace: configuration.cancelGrace,
            cancellable: cancellable
        )
    }

    /// Whether the task that uses the connection has been cancelled.
    var isCancelled: Bool {
        Postgres.wait(on: wakeup.descriptor, for: POLLIN, until: .now, wakeup: nil) == .ready
    }

    /// Sends what is buffered and reads every answer up to "ready for query".
    ///
    /// - Returns: the last answer.
    /// - Throws: the first error among the answers.
    func answer(_ exchange: inout Exchange) throws(PostgresError) -> Answer {
        try flush(&exchange)
        var last: Answer?
        var failure: Answer?
        while let next = try nextAnswer(&exchange) {
            try refuseCopy(next, exchange)
            if next.isError { failure = failure ?? next }
            last = next
        }
        return try conclude(exchange, last: last, failure: failure)
    }

    /// Writes libpq's buffer to the socket, reading meanwhile so that neither side blocks.
    func flush(_ exchange: inout Exchange) throws(PostgresError) {
        while true {
            let connection = try live()
            let state = PQflush(connection)
            // After an error the answers say what is wrong, so they are read all the same.
            guard state == 1 else { return }
            try wait(for: POLLIN | POLLOUT, &exchange)
            guard PQconsumeInput(connection) == 1 else { return }
        }
    }

    /// The next answer to the request; nil when it has been answered in full.
    func nextAnswer(_ exchange: inout Exchange) throws(PostgresError) -> Answer? {
        let connection = try live()
        // Once the connection is gone, PQgetResult reports that and what was received before.
        while PQstatus(connection) == CONNECTION_OK, PQisBusy(connection) == 1 {
            try wait(for: POLLIN, &exchange)
            PQconsumeInput(connection)
        }
        return PQgetResult(connection).map(Answer.init)
    }

    /// Turns what was answered into a result or an error, and closes a broken connection.
    func conclude(
        _ exchange: Exchange,
        last: Answer?,
        failure: Answer?
    ) throws(PostgresError) -> Answer {
        guard try PQstatus(live()) == CONNECTION_OK else { throw lose(failure?.message ?? "") }
        settleCancelRequest(exchange)
        if let failure { throw error(of: failure, exchange) }
        guard let last else {
            throw .unexpectedResult(statement: exchange.name, reason: "the server did not answer")
        }
        return last
    }

    private func error(of failure: Answer, _ exchange: Exchange) -> PostgresError {
        guard let error = failure.serverError(during: exchange.name) else {
            return .unexpectedResult(statement: exchange.name, reason: failure.message)
        }
        if error.sqlState == .queryCanceled, let reason = exchange.interruption { return reason }
        return .server(error)
    }

    /// COPY through a plain statement leaves the connection waiting for data nobody will send.
    private func refuseCopy(_ answer: Answer, _ exchange: Exchange) throws(PostgresError) {
        let copies = [PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH]
        guard copies.contains(answer.status) else { return }
        close()
        throw .unexpectedResult(statement: exchange.name, reason: "COPY needs copyIn or copyOut")
    }
}
