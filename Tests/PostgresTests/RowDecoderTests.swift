import Postgres
import TestTurns
import Testing

@Suite("A row", .inTurn)
struct RowDecoderTests {
    private struct Pair: Statement {
        static let sql = "SELECT 1 AS number, NULL::text AS label"
        let read: @Sendable (inout RowDecoder) throws(PostgresError) -> String?
        func decode(_ row: inout RowDecoder) throws(PostgresError) -> String? { try read(&row) }
    }

    private func failure(
        _ read: @escaping @Sendable (inout RowDecoder) throws(PostgresError) -> String?
    ) async throws -> PostgresError? {
        let connection = try await TestDatabase.create().connect()
        return await #expect(throws: PostgresError.self) {
            try await connection.only(Pair(read: read))
        }
    }

    @Test("is read column by column")
    func inOrder() async throws {
        let connection = try await TestDatabase.create().connect()
        let read: @Sendable (inout RowDecoder) throws(PostgresError) -> String? = {
            row throws(PostgresError) in
            let number = try row.next(Int.self)
            let label = try row.next(String?.self)
            return "\(number) \(label ?? "none")"
        }
        #expect(try await connection.only(Pair(read: read)) == "1 none")
    }

    @Test("with NULL where none is taken is an error that names statement and column")
    func null() async throws {
        let error = try await failure { row throws(PostgresError) in
            _ = try row.next(Int.self)
            return try row.next(String.self)
        }
        #expect(
            error
                == .decoding(
                    statement: "Pair",
                    column: "2 (label)",
                    reason: "NULL where a String was expected"
                )
        )
    }

    @Test("with a column left over is an error")
    func leftOver() async throws {
        let error = try await failure { row throws(PostgresError) in try row.next(String.self) }
        #expect(
            error
                == .decoding(
                    statement: "Pair",
                    column: "2 (label)",
                    reason: "only 1 of 2 columns were read"
                )
        )
    }

    @Test("with a column missing is an error")
    func missing() async throws {
        let error = try await failure { row throws(PostgresError) in
            _ = try row.next(Int.self)
            _ = try row.next(String?.self)
            return try row.next(String?.self)
        }
        #expect(
            error
                == .decoding(
                    statement: "Pair",
                    column: "3",
                    reason: "the row has only 2 columns"
                )
        )
    }

    @Test("with another type is an error that does not show the value")
    func otherType() async throws {
        let error = try await failure { row throws(PostgresError) in
            _ = try row.next(Bool.self)
            return nil
        }
        #expect(
            error?.description == "cannot read column 1 (number) of Pair: not a Bool"
        )
    }
}
