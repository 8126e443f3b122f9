import Foundation
import Postgres
import TestTurns
import Testing

@Suite("An array", .inTurn)
struct ArrayTests {
    @Test("comes back with quotes, backslashes, braces, commas, blanks and the word NULL")
    func awkwardTexts() async throws {
        let connection = try await TestDatabase.create().connect()
        let texts = ["", " ", "NULL", "null", "a,b", "{x}", #"say "hi""#, #"C:\dir\"#, "\n", "한"]
        #expect(try await connection.only(Echo(value: texts)) == texts)
    }

    @Test("comes back empty, and with NULL elements apart from the word NULL")
    func emptyAndNull() async throws {
        let connection = try await TestDatabase.create().connect()
        #expect(try await connection.only(Echo(value: [String]())).isEmpty)
        let texts: [String?] = ["a", nil, "NULL"]
        #expect(try await connection.only(Echo(value: texts)) == texts)
        #expect(try await connection.only(Written(value: texts)) == #"{a,NULL,"NULL"}"#)
    }

    @Test("of every element type comes back")
    func types() async throws {
        let connection = try await TestDatabase.create().connect()
        let numbers: [Int64] = [.min, 0, .max]
        #expect(try await connection.only(Echo(value: numbers)) == numbers)
        #expect(try await connection.only(Echo(value: [Int32.min, 7])) == [Int32.min, 7])
        #expect(try await connection.only(Echo(value: [Int16.min, 7])) == [Int16.min, 7])
        #expect(try await connection.only(Echo(value: [true, false])) == [true, false])
        #expect(try await connection.only(Echo(value: [0.1, .infinity])) == [0.1, .infinity])
        let uuids = [UUID(), UUID()]
        #expect(try await connection.only(Echo(value: uuids)) == uuids)
        let bytes = [Bytea([0, 92, 34]), Bytea([])]
        #expect(try await connection.only(Echo(value: bytes)) == bytes)
        let instants = [Timestamp(microseconds: -1), Timestamp(microseconds: 1)]
        #expect(try await connection.only(Echo(value: instants)) == instants)
    }

    @Test("with a NULL element is refused where the element type does not take it")
    func unexpectedNull() async throws {
        struct Read: Statement {
            static let sql = "SELECT '{1,NULL}'::bigint[]"
            func decode(_ row: inout RowDecoder) throws(PostgresError) -> [Int64] { try row.next() }
        }
        let connection = try await TestDatabase.create().connect()
        await #expect(throws: PostgresError.self) { try await connection.only(Read()) }
    }

    @Test("with other bounds is read, with a second dimension it is refused")
    func shapes() async throws {
        struct Bounds: Statement {
            static let sql = "SELECT '[0:2]={1,2,3}'::bigint[]"
            func decode(_ row: inout RowDecoder) throws(PostgresError) -> [Int64] { try row.next() }
        }
        struct Matrix: Statement {
            static let sql = "SELECT '{{1,2},{3,4}}'::bigint[]"
            func decode(_ row: inout RowDecoder) throws(PostgresError) -> [Int64] { try row.next() }
        }
        let connection = try await TestDatabase.create().connect()
        #expect(try await connection.only(Bounds()) == [1, 2, 3])
        await #expect(throws: PostgresError.self) { try await connection.only(Matrix()) }
    }

    @Test("of 10,000 elements goes through unnest and comes back in order")
    func large() async throws {
        struct Unnest: Statement {
            static let sql = "SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::text[])"
            let numbers: [Int64]
            let uuids: [UUID]
            let texts: [String]
            var bindings: [any Bindable] { [numbers, uuids, texts] }
            func decode(_ row: inout RowDecoder) throws(PostgresError) -> (Int64, UUID, String) {
                (try row.next(), try row.next(), try row.next())
            }
        }
        let statement = Unnest(
            numbers: Array(0..<10_000),
            uuids: (0..<10_000).map { _ in UUID() },
            texts: (0..<10_000).map { "name \"\($0)\"" }
        )
        let connection = try await TestDatabase.create().connect()
        let rows = try await connection.query(statement)
        #expect(rows.map(\.0) == statement.numbers)
        #expect(rows.map(\.1) == statement.uuids)
        #expect(rows.map(\.2) == statement.texts)
    }
}
