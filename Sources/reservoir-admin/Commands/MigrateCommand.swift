import ArgumentParser
import Batch
import Foundation
import Postgres

/// `migrate`: brings the schema up to date.
struct MigrateCommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the schema up to date.",
        discussion: """
            Applies roles.sql, each missing file of migrations/ in a transaction of its own, all \
            of views/, and grants.sql, then creates the partitions of the next 14 days. Any \
            number may run at once. A file that was edited after it had been applied, or a \
            database that is newer than the files, stops it before anything is changed. Roles \
            are created where the user may; otherwise it says which are missing.
            """
    )

    @OptionGroup var options: AdminOptions

    @Option(name: .customLong("sql"), help: "The schema's directory; else RESERVOIR_SQL_DIR.")
    var directory: String?

    @Flag(help: "Only say which files were applied, and when.")
    var status = false

    @Flag(help: "Only say which files would be applied.")
    var dryRun = false

    func perform() async throws {
        let reader = options.settings.reader()
        try reader.check()
        let migrator = Migrator(try SQLDirectory(option: directory, settings: reader))
        var configuration = options.database.configuration(
            reader,
            application: "reservoir-admin"
        )
        configuration.onNotice = Self.warn
        let connection = try await Connection.connect(configuration)
        if status || dryRun {
            try report(try await migrator.plan(on: connection))
        } else {
            let applied = try await migrator.migrate(on: connection)
            let line = applied.isEmpty ? "nothing to apply" : applied.joined(separator: ", ")
            try options.say(
                "reservoir-admin migrate: done; \(line)",
                ["applied": .array(applied.map(JSONValue.string))]
            )
        }
        await connection.close()
    }

    private func report(_ plan: MigrationPlan) throws {
        var table = TextTable("NUMBER", "FILE", dryRun ? "WOULD BE" : "APPLIED")
        let steps = dryRun ? plan.pending : plan.steps
        for step in steps {
            let state = step.appliedAt.map { "\($0)" } ?? (dryRun ? "applied" : "pending")
            table.add("\(step.number)", step.name, state)
        }
        try options.show(
            table,
            steps.map { step in
                .object([
                    "number": .integer(Int64(step.number)), "name": .string(step.name),
                    "applied_at": .optional(step.appliedAt?.description),
                ])
            }
        )
        guard plan.problems.isEmpty else { throw ProgramError.configuration(plan.problems) }
    }

    /// A notice is PostgreSQL's small talk; a warning is for the operator.
    private static let warn: @Sendable (ServerError) -> Void = { notice in
        guard notice.severity == "WARNING" else { return }
        let hint = notice.hint.map { ". \($0)" } ?? ""
        FileHandle.standardError.write(Data("reservoir-admin: \(notice.message)\(hint)\n".utf8))
    }
}
