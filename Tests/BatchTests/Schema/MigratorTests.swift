import Foundation
import Postgres
import TestTurns
import Testing

@testable import Batch

@Suite("Migrator", .inTurn)
struct MigratorTests {
    /// A schema of two files, of which the engine's part is only what the migrator itself needs.
    private static func small() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        _ = try folder.file(
            "migrations/0001_first.sql",
            """
            CREATE SCHEMA outbox;
            CREATE TABLE outbox.once (id integer PRIMARY KEY);
            INSERT INTO outbox.once VALUES (1);
            CREATE FUNCTION outbox.create_partitions(days integer) RETURNS integer
                LANGUAGE sql AS 'SELECT days';
            """
        )
        _ = try folder.file("migrations/0002_second.sql", "CREATE TABLE outbox.second ();")
        _ = try folder.file(
            "views/a.sql",
            "CREATE OR REPLACE VIEW outbox.seen AS SELECT 1 AS one;"
        )
        return folder
    }

    @Test("ten migrations at once apply every file exactly once")
    func tenAtOnce() async throws {
        let database = try await TestDatabase.create()
        let directory = try SQLDirectory(path: SQLDirectory.development())
        let applied = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<10 {
                group.addTask {
                    let connection = try await database.connect()
                    let applied = try await Migrator(directory).migrate(on: connection)
                    await connection.close()
                    return applied
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(applied).count == applied.count)
        #expect(applied.count == SchemaNumber.current)
        let connection = try await CheckedConnection.open(database.configuration())
        let days = try await connection.lines(
            "SELECT count(*) FROM pg_inherits WHERE inhparent = 'outbox.message'::regclass"
        )
        #expect(days == ["16"])
        await connection.close()
    }

    @Test("migrations of two databases at once do not trip over their common roles")
    func commonRoles() async throws {
        let directory = try SQLDirectory(path: SQLDirectory.development())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let connection = try await TestDatabase.create().connect()
                    _ = try await Migrator(directory).migrate(on: connection)
                    await connection.close()
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("a file that was edited after it had been applied stops the run before any change")
    func edited() async throws {
        let folder = try Self.small()
        let migrator = Migrator(try SQLDirectory(path: folder.path))
        let connection = try await TestDatabase.create().connect()
        #expect(try await migrator.migrate(on: connection).count == 2)
        #expect(try await migrator.migrate(on: connection).isEmpty)
        _ = try folder.file("migrations/0002_second.sql", "CREATE TABLE outbox.other ();")
        _ = try folder.file("migrations/0003_third.sql", "CREATE TABLE outbox.third ();")
        let error = await #expect(throws: ProgramError.self) {
            try await migrator.migrate(on: connection)
        }
        #expect(error?.exitStatus == .configuration)
        #expect(error?.description.contains("0002_second.sql") == true)
        let third = try await connection.lines("SELECT to_regclass('outbox.third') IS NULL")
        #expect(third == ["t"])
        await connection.close()
    }

    @Test("a database that is newer than the files is refused")
    func newer() async throws {
        let folder = try Self.small()
        let migrator = Migrator(try SQLDirectory(path: folder.path))
        let connection = try await TestDatabase.create().connect()
        _ = try await migrator.migrate(on: connection)
        try FileManager.default.removeItem(atPath: folder.path + "/migrations/0002_second.sql")
        let error = await #expect(throws: ProgramError.self) {
            try await migrator.migrate(on: connection)
        }
        #expect(error?.description.contains("newer") == true)
        let plan = try await migrator.plan(on: connection)
        #expect(plan.problems.count == 1)
        await connection.close()
    }

    @Test("a file that fails leaves nothing of itself and keeps the files before it")
    func failing() async throws {
        let folder = try Self.small()
        _ = try folder.file(
            "migrations/0002_second.sql",
            "CREATE TABLE outbox.second (); SELECT 1 / 0;"
        )
        let migrator = Migrator(try SQLDirectory(path: folder.path))
        let connection = try await TestDatabase.create().connect()
        let error = await #expect(throws: PostgresError.self) {
            try await migrator.migrate(on: connection)
        }
        #expect(error?.sqlState == .divisionByZero)
        let plan = try await migrator.plan(on: connection)
        #expect(plan.pending.map(\.number) == [2])
        let second = try await connection.lines("SELECT to_regclass('outbox.second') IS NULL")
        #expect(second == ["t"])
        await connection.close()
    }

    @Test("a user who may not create roles migrates, and is told which are missing")
    func withoutRoles() async throws {
        let database = try await TestDatabase.create()
        let admin = try await database.connect()
        let owner = "owner_" + database.name
        try await admin.script(
            "CREATE ROLE \(owner) LOGIN; GRANT CREATE ON DATABASE \(database.name) TO \(owner)"
        )
        await admin.close()
        let folder = try Self.small()
        let roles = try String(
            contentsOfFile: SQLDirectory.development() + "/roles.sql",
            encoding: .utf8
        )
        _ = try folder.file(
            "roles.sql",
            roles.replacing("reservoir_", with: "missing_")
        )
        let heard = Heard()
        var configuration = database.configuration(user: owner)
        configuration.onNotice = { heard.add($0) }
        let connection = try await Connection.connect(configuration)
        let applied = try await Migrator(try SQLDirectory(path: folder.path))
            .migrate(on: connection)
        #expect(applied.count == 2)
        #expect(heard.messages.contains { $0.contains("missing_payments") })
        await connection.close()
    }

    @Test("files are numbered from 1 without a gap")
    func gap() throws {
        let folder = try Self.small()
        _ = try folder.file("migrations/0004_fourth.sql", "SELECT 1")
        let directory = try SQLDirectory(path: folder.path)
        #expect(throws: ProgramError.self) { try MigrationFile.all(in: directory) }
    }

    @Test("the programs' schema is the last file's")
    func number() throws {
        let directory = try SQLDirectory(path: SQLDirectory.development())
        #expect(try MigrationFile.all(in: directory).last?.number == SchemaNumber.current)
    }
}
