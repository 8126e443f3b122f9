import ArgumentParser
import Postgres
import TestTurns
import Testing

@testable import Batch

@Suite("Opening a database", .inTurn)
struct CheckedConnectionTests {
    @Test("a database without the schema is refused, and it says what to run")
    func missing() async throws {
        let database = try await TestDatabase.create()
        let error = await #expect(throws: ProgramError.self) {
            try await CheckedConnection.open(database.configuration())
        }
        #expect(error?.exitStatus == .configuration)
        #expect(error?.description.contains("reservoir-admin migrate") == true)
    }

    @Test("a newer schema is refused")
    func newer() async throws {
        let database = try await TestDatabase.create()
        let connection = try await database.connect()
        _ = try await Migrator(try SQLDirectory(path: SQLDirectory.development()))
            .migrate(on: connection)
        try await connection.script(
            """
            INSERT INTO reservoir.migration (number, name, sha256)
            VALUES (\(SchemaNumber.current + 1), 'next', repeat('0', 64))
            """
        )
        await connection.close()
        let error = await #expect(throws: ProgramError.self) {
            try await CheckedConnection.open(database.configuration())
        }
        #expect(error?.description.contains("newer") == true)
    }

    @Test("nobody at home is unavailable, not a bug")
    func unreachable() async {
        let error = await #expect(throws: ProgramError.self) {
            try await CheckedConnection.open(
                ConnectionConfiguration(conninfo: "host=/nonexistent dbname=x")
            )
        }
        #expect(error?.exitStatus == .unavailable)
    }

    @Test(
        "a server that may forget is refused unless the database is a simulation",
        arguments: [
            (false, false, false, 0), (true, false, false, 1), (true, true, false, 2),
            (true, true, true, 0),
        ]
    )
    func forgets(fsyncIsOff: Bool, commitIsOff: Bool, isSimulation: Bool, problems: Int) {
        let fitness = DatabaseFitness(
            schema: 3,
            fsyncIsOff: fsyncIsOff,
            synchronousCommitIsOff: commitIsOff,
            isSimulation: isSimulation
        )
        #expect(fitness.problems(programSchema: 3).count == problems)
    }

    @Test("synchronous_commit off for a role is found as well")
    func roleSetting() async throws {
        let database = try await TestDatabase.create()
        let connection = try await database.connect()
        _ = try await Migrator(try SQLDirectory(path: SQLDirectory.development()))
            .migrate(on: connection)
        try await connection.script(
            "ALTER DATABASE \(database.name) SET synchronous_commit = off"
        )
        let error = await #expect(throws: ProgramError.self) {
            try await CheckedConnection.open(database.configuration())
        }
        #expect(error?.description.contains("synchronous_commit") == true)
        try await connection.script("UPDATE outbox.clock SET simulated_at = now()")
        await connection.close()
        await (try CheckedConnection.open(database.configuration())).close()
    }

    @Test("--as-of in the future is for simulations only")
    func asOf() async throws {
        let database = try await TestDatabase.create()
        let connection = try await database.connect()
        _ = try await Migrator(try SQLDirectory(path: SQLDirectory.development()))
            .migrate(on: connection)
        let past = try AsOfOptions.parse(["--as-of", "2020-01-01T00:00:00+09:00"])
        let future = try AsOfOptions.parse(["--as-of", "2999-01-01T00:00:00Z"])
        #expect(try await past.check(on: connection) == Timestamp("2019-12-31T15:00:00Z"))
        let error = await #expect(throws: ProgramError.self) {
            try await future.check(on: connection)
        }
        #expect(error?.exitStatus == .usage)
        try await connection.script("UPDATE outbox.clock SET simulated_at = now()")
        #expect(try await future.check(on: connection) == future.instant)
        #expect(throws: (any Error).self) { try AsOfOptions.parse(["--as-of", "tomorrow"]) }
        await connection.close()
    }
}
