import CPostgres

/// A result of libpq, freed with its last reference.
final class Answer {
    let result: OpaquePointer

    init(_ result: OpaquePointer) {
        self.result = result
    }

    deinit {
        PQclear(result)
    }

    var status: ExecStatusType { PQresultStatus(result) }

    var rows: Int { Int(PQntuples(result)) }

    /// The rows a command changed or returned; 0 for commands that count nothing.
    var affected: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// What the command calls itself when done, such as `COMMIT`.
    var tag: String { String(cString: PQcmdStatus(result)) }

    var isError: Bool {
        status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE
            || status == PGRES_NONFATAL_ERROR
    }

    var message: String { Answer.trimmed(String(cString: PQresultErrorMessage(result))) }

    /// The server's error, if this is one and the server wrote it.
    func serverError(during statement: String) -> ServerError? {
        ServerError(result, during: statement)
    }

    /// libpq's messages end in newlines.
    static func trimmed(_ message: String) -> String {
        var text = Substring(message)
        while text.last?.isNewline == true || text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension ServerError {
    /// Reads the fields of an error or notice; nil when it has no SQLSTATE, so is libpq's own.
    init?(_ result: OpaquePointer, during statement: String) {
        func field(_ code: Int) -> String? {
            PQresultErrorField(result, Int32(code)).map { String(cString: $0) }
        }
        guard let state = field(DIAGNOSTIC_SQLSTATE) else { return nil }
        self.init(
            sqlState: SQLState(rawValue: state),
            severity: field(DIAGNOSTIC_SEVERITY) ?? "",
            message: field(DIAGNOSTIC_MESSAGE) ?? "",
            detail: field(DIAGNOSTIC_DETAIL),
            hint: field(DIAGNOSTIC_HINT),
            context: field(DIAGNOSTIC_CONTEXT),
            schema: field(DIAGNOSTIC_SCHEMA),
            table: field(DIAGNOSTIC_TABLE),
            column: field(DIAGNOSTIC_COLUMN),
            constraint: field(DIAGNOSTIC_CONSTRAINT),
            statement: statement
        )
    }
}
