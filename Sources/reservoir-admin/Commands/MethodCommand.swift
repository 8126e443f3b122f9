import ArgumentParser
import Batch
import Postgres
import Preorder

/// `method`: what members can pay with.
struct MethodCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "method",
        abstract: "List, enable and disable payment methods.",
        subcommands: [List.self, Enable.self, Disable.self]
    )

    /// `method list`.
    struct List: ProgramCommand {
        static let configuration = CommandConfiguration(abstract: "List payment methods.")

        @OptionGroup var options: AdminOptions

        @Option(help: "Only those of this country office.")
        var country: String?

        func perform() async throws {
            let connection = try await options.connect()
            let methods = try await connection.query(
                ReadMethods(country: country, offeredOnly: false)
            )
            var table = TextTable("COUNTRY", "METHOD", "ACCOUNT", "GATEWAY", "STATE")
            for method in methods {
                table.add(
                    method.country,
                    method.method,
                    method.account,
                    method.gateway,
                    method.isEnabled ? "enabled" : "disabled"
                )
            }
            try options.show(
                table,
                methods.map { method in
                    .object([
                        "country": .string(method.country), "method": .string(method.method),
                        "account": .string(method.account), "gateway": .string(method.gateway),
                        "is_enabled": .bool(method.isEnabled),
                    ])
                }
            )
        }
    }

    /// `method enable`.
    struct Enable: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Offer and accept a method, charged by an account."
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The method, such as card.")
        var method: String

        @Option(help: "The country office.")
        var country: String

        @Option(help: "The merchant account that charges it.")
        var account: String

        func perform() async throws {
            let connection = try await options.connect()
            try await CountryOffices(by: staff.act)
                .enable(method, country: country, account: account, on: connection).accepted()
            try options.say(
                "enabled \(method) in \(country)",
                ["country": .string(country), "method": .string(method)]
            )
        }
    }

    /// `method disable`.
    struct Disable: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Offer and accept a method no longer; payments under way go on."
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The method.")
        var method: String

        @Option(help: "The country office.")
        var country: String

        func perform() async throws {
            let connection = try await options.connect()
            try await CountryOffices(by: staff.act)
                .disable(method, country: country, on: connection).accepted()
            try options.say(
                "disabled \(method) in \(country)",
                ["country": .string(country), "method": .string(method)]
            )
        }
    }
}
