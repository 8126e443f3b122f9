import Postgres
import TestTurns
import Testing

@Suite("A connection", .inTurn)
struct ConnectionTests {
    private struct Sum: Statement {
        static let sql = "SELECT $1::bigint + $2::bigint"
        let left: Int64
        let right: Int64
        var bindings: [any Bindable] { [left, right] }
        func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
    }

    private struct Series: Statement {
        static let sql = "SELECT generate_series(1, $1::bigint)"
        let count: Int64
        var bindings: [any Bindable] { [count] }
        func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
    }

    private struct Insert: Statement {
        static let sql = "INSERT INTO item (id) VALUES ($1)"
        let id: Int64
        var bindings: [any Bindable] { [id] }
    }

    @Test("returns rows, at most one row and exactly one row")
    func rows() async throws {
        let connection = try await TestDatabase.create().connect()
        #expect(try await connection.only(Sum(left: 2, right: 3)) == 5)
        #expect(try await connection.query(Series(count: 3)) == [1, 2, 3])
        #expect(try await connection.first(Series(count: 0)) == nil)
        await #expect(throws: PostgresError.self) {
            _ = try await connection.first(Series(count: 2))
        }
        await #expect(throws: PostgresError.self) {
            _ = try await connection.only(Series(count: 0))
        }
    }

    @Test("counts the rows a statement changed")
    func affected() async throws {
        let connection = try await TestDatabase.create().connect()
        try await connection.script("CREATE TABLE item (id bigint PRIMARY KEY)")
        #expect(try await connection.execute(Insert(id: 1)) == 1)
        let count = try await connection.transaction { transaction in
            try transaction.execute(Insert(id: 2)) + transaction.execute(Insert(id: 3))
        }
        #expect(count == 2)
    }
}
