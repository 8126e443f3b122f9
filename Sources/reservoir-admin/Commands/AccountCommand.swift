import ArgumentParser
import Batch
import Preorder

/// `account`: the offices' merchant accounts.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Register merchant accounts.",
        subcommands: [Add.self]
    )

    /// `account add`.
    struct Add: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register a country office's merchant account at a gateway.",
            discussion: """
                Its secret is a setting (RESERVOIR_STRIPE_SECRETS, RESERVOIR_TOSS_SECRETS) under \
                the account's name and the credential's id; the database never sees it.
                """
        )

        @OptionGroup var options: AdminOptions
        @OptionGroup var staff: StaffOptions

        @Argument(help: "The account's name, such as toss-kr.")
        var account: String

        @Option(help: "stripe or toss.")
        var gateway: String

        @Option(help: "The country office.")
        var country: String

        @Option(help: "The id of the credential in the settings.")
        var credential: String

        func perform() async throws {
            let connection = try await options.connect()
            try await CountryOffices(by: staff.act).addAccount(
                account,
                gateway: gateway,
                country: country,
                credentialID: credential,
                on: connection
            ).accepted()
            try options.say("registered \(account)", ["account": .string(account)])
        }
    }
}
