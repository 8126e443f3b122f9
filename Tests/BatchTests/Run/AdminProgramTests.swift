import Foundation
import TestTurns
import Testing

@Suite("reservoir-admin from outside", .inTurn)
struct AdminProgramTests {
    private let program = BuiltProgram(name: "reservoir-admin")

    @Test("migrate applies, then has nothing to do, and --status says so")
    func migrate() async throws {
        let database = try await TestDatabase.create()
        let environment = ["DATABASE_URL": database.conninfo()]
        let planned = try program.run(["migrate", "--dry-run"], environment: environment)
        #expect(planned.output.contains("0001_outbox.sql"))
        let first = try program.run(["migrate"], environment: environment)
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.contains("0001_outbox.sql"))
        let second = try program.run(["migrate", "--json"], environment: environment)
        #expect(second.output == "{\"applied\":[]}\n")
        let status = try program.run(["migrate", "--status"], environment: environment)
        #expect(!status.output.contains("pending"))
        let runs = try program.run(["run", "list"], environment: environment)
        #expect(runs.status == 0, "\(runs.errors)")
        #expect(runs.output.hasPrefix("STARTED"))
    }

    @Test("wrong usage is 64, an absent server 75, a bad setting 78")
    func statuses() throws {
        #expect(try program.run(["run", "lst"]).status == 64)
        let absent = try program.run(
            ["run", "list"],
            environment: ["DATABASE_URL": "host=/nonexistent dbname=x"]
        )
        #expect(absent.status == 75)
        #expect(absent.errors.hasPrefix("reservoir-admin: "))
        let malformed = try program.run(
            ["run", "list"],
            environment: ["DATABASE_URL": "host=localhost password='hidden"]
        )
        #expect(malformed.status == 78)
        #expect(malformed.errors.contains("conninfo") && !malformed.errors.contains("hidden"))
        let folder = try TemporaryFolder()
        let config = try folder.file("conf", "RESERVOIR_X=1\nRESERVOIR_Y=2\n")
        let bad = try program.run(["run", "list", "--config", config])
        #expect(bad.status == 78)
        #expect(bad.errors.split(separator: "\n").count == 2)
    }

    @Test("--help reads like a manual")
    func help() throws {
        let help = try program.run(["--help"])
        #expect(help.status == 0)
        for section in ["DATABASE", "EXIT STATUS", "EXAMPLES", "SUBCOMMANDS"] {
            #expect(help.output.contains(section))
        }
    }
}
