import Postgres
import Synchronization
import TestTurns
import Testing

@Suite("COPY", .inTurn)
struct CopyTests {
    private static let take = "COPY item (id, name) FROM STDIN"

    private func connection() async throws -> Connection {
        let connection = try await TestDatabase.create().connect()
        try await connection.script(Items.create)
        return connection
    }

    @Test("in takes every row, however the chunks are cut")
    func copyIn() async throws {
        let connection = try await connection()
        let count = try await connection.copyIn(
            CopyTests.take,
            ["1\tone\n2\tt", "", "wo\n3\t\\N\n"]
        )
        #expect(count == 3)
        #expect(try await connection.query(Items.Identifiers()) == [1, 2, 3])
    }

    @Test("in takes more than the socket can hold")
    func large() async throws {
        let connection = try await connection()
        let chunks = (0..<200).map { chunk in
            (0..<1000).map { "\(chunk * 1000 + $0)\tname of an item\n" }.joined()
        }
        #expect(try await connection.copyIn(CopyTests.take, chunks) == 200_000)
    }

    @Test("in with a bad row changes nothing and leaves the connection usable")
    func badRow() async throws {
        let connection = try await connection()
        let error = await #expect(throws: PostgresError.self) {
            try await connection.copyIn(CopyTests.take, ["1\tone\n", "two\ttwo\n"])
        }
        #expect(error?.sqlState == .invalidTextRepresentation)
        #expect(try await connection.query(Items.Identifiers()).isEmpty)
    }

    @Test("in whose deadline passes between chunks changes nothing")
    func deadline() async throws {
        let connection = try await connection()
        await #expect(throws: PostgresError.deadlineExceeded(statement: "COPY")) {
            try await connection.copyIn(
                CopyTests.take,
                Endless(),
                deadline: .milliseconds(20)
            )
        }
        #expect(try await connection.query(Items.Identifiers()).isEmpty)
    }

    @Test("inside a transaction is undone with it")
    func rolledBack() async throws {
        struct Change: Error {}
        let connection = try await connection()
        await #expect(throws: Change.self) {
            try await connection.transaction { transaction in
                try transaction.copyIn(CopyTests.take, ["1\tone\n"])
                throw Change()
            }
        }
        #expect(try await connection.query(Items.Identifiers()).isEmpty)
    }

    @Test("out gives every row as the server writes it")
    func copyOut() async throws {
        let connection = try await connection()
        try await connection.copyIn(CopyTests.take, ["1\tone\n2\t\\N\n"])
        let text = Mutex("")
        try await connection.copyOut("COPY item TO STDOUT") { row in
            text.withLock { $0 += String(decoding: row, as: UTF8.self) }
        }
        #expect(text.withLock { $0 } == "1\tone\n2\t\\N\n")
    }

    @Test("out ends with the reader's own error and leaves the connection usable")
    func readerFails() async throws {
        struct Enough: Error {}
        let connection = try await connection()
        await #expect(throws: Enough.self) {
            try await connection.copyOut(
                "COPY (SELECT generate_series(1, 10000000)) TO STDOUT"
            ) { _ in throw Enough() }
        }
        #expect(try await connection.only(One()) == 1)
    }

    @Test("of a statement that does not copy, or copies the other way, is an error")
    func wrongStatement() async throws {
        let connection = try await connection()
        await #expect(throws: PostgresError.self) { try await connection.copyIn("SELECT 1", ["x"]) }
        #expect(try await connection.only(One()) == 1)
        await #expect(throws: PostgresError.self) {
            try await connection.copyIn("COPY item TO STDOUT", ["x"])
        }
        #expect(await connection.isClosed)
    }

    @Test("in a plain statement is refused instead of hanging")
    func plainStatement() async throws {
        let connection = try await connection()
        await #expect(throws: PostgresError.self) { try await connection.script(CopyTests.take) }
        #expect(await connection.isClosed)
    }
}

/// Rows without end.
private struct Endless: Sequence, Sendable {
    func makeIterator() -> AnyIterator<String> {
        var id = 0
        return AnyIterator {
            id += 1
            return "\(id)\tone\n"
        }
    }
}
