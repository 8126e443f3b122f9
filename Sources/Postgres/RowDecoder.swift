import CPostgres

/// Reads the columns of one row in order.
public struct RowDecoder {
    private let answer: Answer
    private let statement: any Statement.Type
    private let columns: Int32
    private var row: Int32 = 0
    private var column: Int32 = 0

    init(_ answer: Answer, statement: any Statement.Type) {
        self.answer = answer
        self.statement = statement
        self.columns = PQnfields(answer.result)
    }

    /// The value of the next column.
    ///
    /// - Throws: `decoding`, naming statement and column, when there is no further column, when it
    ///   is NULL and `T` is not optional, or when its text is not a `T`.
    public mutating func next<T: RowDecodable>(
        _ type: T.Type = T.self
    ) throws(PostgresError) -> T {
        guard column < columns else { throw failure("the row has only \(columns) columns") }
        if PQgetisnull(answer.result, row, column) == 1 {
            guard let value = T.postgresNull else {
                throw failure("NULL where a \(T.self) was expected")
            }
            column += 1
            return value
        }
        guard let value = T.decode(postgresText: text) else { throw failure("not a \(T.self)") }
        column += 1
        return value
    }

    private var text: UnsafeBufferPointer<UInt8> {
        let count = Int(PQgetlength(answer.result, row, column))
        let start = UnsafeRawPointer(PQgetvalue(answer.result, row, column))
        return UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: count)
    }

    mutating func move(to index: Int) {
        row = Int32(index)
        column = 0
    }

    mutating func skipRest() {
        column = columns
    }

    /// Checks that every column has been read.
    func finish() throws(PostgresError) {
        guard column == columns else {
            throw failure("only \(column) of \(columns) columns were read")
        }
    }

    private func failure(_ reason: String) -> PostgresError {
        let name = PQfname(answer.result, column).map { String(cString: $0) }
        let label = name.map { "\(column + 1) (\($0))" } ?? "\(column + 1)"
        return .decoding(statement: statement.name, column: label, reason: reason)
    }
}
