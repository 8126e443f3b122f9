import CPostgres

extension Session {
    /// Every row of a statement.
    func query<S: Statement>(
        _ statement: S,
        deadline: Duration?
    ) throws(PostgresError) -> [S.Output] {
        let answer = try run(S.name, S.sql, statement.bindings, deadline: deadline)
        return try rows(of: statement, answer)
    }

    /// The row of a statement that has at most one.
    func first<S: Statement>(_ statement: S, deadline: Duration?) throws(PostgresError) -> S.Output?
    {
        let answer = try run(S.name, S.sql, statement.bindings, deadline: deadline)
        guard answer.rows <= 1 else {
            throw .unexpectedResult(
                statement: S.name,
                reason: "\(answer.rows) rows where at most one was expected"
            )
        }
        return try rows(of: statement, answer).first
    }

    /// The row of a statement that has exactly one.
    func only<S: Statement>(_ statement: S, deadline: Duration?) throws(PostgresError) -> S.Output {
        guard let output = try first(statement, deadline: deadline) else {
            throw .unexpectedResult(
                statement: S.name,
                reason: "no row where exactly one was expected"
            )
        }
        return output
    }

    /// How many rows a statement changed, or returned unread.
    func execute<S: Statement>(_ statement: S, deadline: Duration?) throws(PostgresError) -> Int {
        try run(S.name, S.sql, statement.bindings, deadline: deadline).affected
    }

    /// Runs several statements without parameters.
    func script(_ sql: String, deadline: Duration?) throws(PostgresError) {
        try refuseNUL(sql, in: "script")
        try runSimple("script", sql, deadline: deadline)
    }

    /// libpq would cut the text at a NUL and run what stands before it.
    func refuseNUL(_ sql: String, in name: String) throws(PostgresError) {
        guard sql.utf8.contains(0) else { return }
        throw .invalidBinding(statement: name, parameter: 0, reason: "the SQL has a NUL character")
    }

    private func rows<S: Statement>(
        of statement: S,
        _ answer: Answer
    ) throws(PostgresError) -> [S.Output] {
        var outputs: [S.Output] = []
        outputs.reserveCapacity(answer.rows)
        var row = RowDecoder(answer, statement: S.self)
        for index in 0..<answer.rows {
            row.move(to: index)
            outputs.append(try statement.decode(&row))
            try row.finish()
        }
        return outputs
    }
}
