import ArgumentParser
import Batch
import Postgres
import Preorder

/// `manager`: who acts for a country office.
struct ManagerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manager",
        abstract: "Register and list the offices' managers.",
        subcommands: [Add.self, List.self]
    )

    /// `manager add`.
    struct Add: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register a manager of a country office.",
            discussion: """
                Prints the id that they give as --by from then on. Only an administrator does \
                this.
                """
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Option(help: "The country office that they act in.")
        var country: String

        @Option(help: "Their name.")
        var name: String

        func perform() async throws {
            let connection = try await options.connect()
            let id = try await Managers(by: staff.act)
                .add(NewManager(country: country, name: name), on: connection).accepted()
            try options.say("registered manager \(id.text)", ["manager_id": .string(id.text)])
        }
    }

    /// `manager list`.
    struct List: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "List managers by country and name."
        )

        @OptionGroup var options: AdminOptions

        @Option(help: "Only those of this country office.")
        var country: String?

        func perform() async throws {
            let connection = try await options.connect()
            let managers = try await connection.query(ReadManagers(country: country))
            var table = TextTable("MANAGER", "COUNTRY", "NAME")
            for manager in managers {
                table.add(manager.managerID.text, manager.country, manager.name)
            }
            try options.show(
                table,
                managers.map { manager in
                    .object([
                        "manager_id": .string(manager.managerID.text),
                        "country": .string(manager.country), "name": .string(manager.name),
                    ])
                }
            )
        }
    }
}
