import Foundation
import Postgres
import TestTurns
import Testing

@Suite("A value sent as a parameter", .inTurn)
struct ValueTests {
    private func expectEcho<Value: Sample>(
        _ values: [Value],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let connection = try await TestDatabase.create().connect()
        for value in values {
            let echoed = try await connection.only(Echo(value: value))
            #expect(echoed == value, sourceLocation: sourceLocation)
            let null = try await connection.only(Echo<Value?>(value: nil))
            #expect(null == nil, sourceLocation: sourceLocation)
        }
        await connection.close()
    }

    @Test("a boolean comes back as it was sent")
    func booleans() async throws { try await expectEcho([true, false]) }

    @Test("integers of every width come back, the largest and the least included")
    func integers() async throws {
        try await expectEcho([Int16.min, 0, .max])
        try await expectEcho([Int32.min, 0, .max])
        try await expectEcho([Int64.min, 0, .max])
        try await expectEcho([Int.min, -1, .max])
    }

    @Test("a floating-point number comes back to the last bit")
    func doubles() async throws {
        try await expectEcho([
            0.1, -0.0, 1e-300, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity,
            -.infinity,
        ])
        let connection = try await TestDatabase.create().connect()
        #expect(try await connection.only(Echo(value: Double.nan)).isNaN)
    }

    @Test("a text comes back with quotes, backslashes, line ends and every script")
    func strings() async throws {
        try await expectEcho(["", "NULL", "a'b\"c\\d", "line\nline\ttab", "예약 🎮 Größe"])
    }

    @Test("a UUID comes back and is written in lower case")
    func uuids() async throws {
        let uuid = try #require(UUID(uuidString: "01890F4E-7B7C-7CC3-98C4-DC0C0C07398F"))
        try await expectEcho([uuid, UUID()])
        #expect(uuid.postgresText == "01890f4e-7b7c-7cc3-98c4-dc0c0c07398f")
    }

    @Test("bytes come back, zero included")
    func bytes() async throws { try await expectEcho([Bytea([]), Bytea(Array(0...255))]) }

    @Test("JSON comes back as it was written")
    func json() async throws { try await expectEcho([JSONText(#"{"a": [1, null, "\\"]}"#)]) }

    @Test("an instant comes back to the microsecond, before 1970 and before Christ too")
    func timestamps() async throws {
        let micros: [Int64] = [
            0, 1, -1, 1_793_448_000_123_456, 951_782_400_000_000, -62_135_596_800_000_001,
            -210_000_000_000_000_000, 253_402_300_800_000_000,
        ]
        try await expectEcho(micros.map(Timestamp.init(microseconds:)))
    }

    @Test("an infinite instant is refused")
    func infinity() async throws {
        struct Infinity: Statement {
            static let sql = "SELECT 'infinity'::timestamptz AS \"when\""
            func decode(_ row: inout RowDecoder) throws(PostgresError) -> Timestamp {
                try row.next()
            }
        }
        let connection = try await TestDatabase.create().connect()
        let error = PostgresError.decoding(
            statement: "Infinity",
            column: "1 (when)",
            reason: "not a Timestamp"
        )
        await #expect(throws: error) { try await connection.only(Infinity()) }
    }

    @Test("a text with a NUL character is refused before anything is sent")
    func nul() async throws {
        let connection = try await TestDatabase.create().connect()
        let error = PostgresError.invalidBinding(
            statement: "Echo<String>",
            parameter: 1,
            reason: "the text has a NUL character"
        )
        await #expect(throws: error) { try await connection.only(Echo(value: "a\0b")) }
        await #expect(throws: PostgresError.self) {
            try await connection.only(Echo(value: ["a", "\0"]))
        }
        await #expect(throws: PostgresError.self) { try await connection.script("SELECT 1\0") }
        #expect(try await connection.only(One()) == 1)
    }

    @Test("more parameters than the protocol can count are refused")
    func tooMany() async throws {
        struct Many: Statement {
            static let sql = "SELECT 1"
            var bindings: [any Bindable] { Array(repeating: 1, count: 65_536) }
        }
        let connection = try await TestDatabase.create().connect()
        await #expect(throws: PostgresError.self) { try await connection.execute(Many()) }
        #expect(try await connection.only(One()) == 1)
    }

    @Test("an enumeration with raw values is sent and read by them, and unknown ones are refused")
    func enumerations() async throws {
        enum Status: String, Bindable, RowDecodable { case open, closed }
        struct Read: Statement {
            static let sql = "SELECT $1::text"
            let text: String
            var bindings: [any Bindable] { [text] }
            func decode(_ row: inout RowDecoder) throws(PostgresError) -> Status { try row.next() }
        }
        #expect(Status.open.postgresText == "open")
        let connection = try await TestDatabase.create().connect()
        #expect(try await connection.only(Read(text: "closed")) == .closed)
        await #expect(throws: PostgresError.self) { try await connection.only(Read(text: "ajar")) }
    }
}
