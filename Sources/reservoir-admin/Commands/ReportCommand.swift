import ArgumentParser
import Batch
import Postgres
import Preorder

/// `report`: the reporting tables against the domain.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Compare the reporting tables with the domain, or rebuild them.",
        subcommands: [Compare.self, Rebuild.self]
    )

    /// `report compare`.
    struct Compare: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the rows that are not what a rebuild would write.",
            discussion: """
                What was changed and is not drained yet is a difference too: run it when \
                reservoir-drain reports is through. Exit 65 when there is a difference.
                """
        )

        @OptionGroup var options: AdminOptions

        func perform() async throws {
            let connection = try await options.connect()
            let differences = try await connection.query(CompareReports())
            var table = TextTable("TABLE", "ROW", "IS")
            for row in differences { table.add(row.table, row.key, row.kind.rawValue) }
            if differences.isEmpty, !options.json {
                print("the reporting tables are what the domain says")
            } else {
                try options.show(
                    table,
                    differences.map { row in
                        .object([
                            "table": .string(row.table), "row": .string(row.key),
                            "is": .string(row.kind.rawValue),
                        ])
                    }
                )
            }
            guard differences.isEmpty else {
                throw ProgramError.breaksFound("\(differences.count) rows differ")
            }
        }
    }

    /// `report rebuild`.
    struct Rebuild: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the reporting tables what the domain says.",
            discussion: """
                Rows that are right stay untouched. Drains of reports wait until it is through; \
                readers see the old rows until then. As the tables' owner or the reports role.
                """
        )

        @OptionGroup var options: AdminOptions

        func perform() async throws {
            let connection = try await options.connect()
            let changed = try await connection.transaction { tx in
                try RebuildReports().run(in: tx)
            }
            try options.say(
                changed == 0 ? "nothing to correct" : "\(changed) rows corrected",
                ["changed": .integer(Int64(changed))]
            )
        }
    }
}
