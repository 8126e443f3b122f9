import ArgumentParser
import Batch

/// What a person does to the product: `reservoir-admin`.
@main
struct ReservoirAdmin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reservoir-admin",
        abstract: "Look after games, prices, members and the schema; explain what happened.",
        discussion: Manual.discussion,
        version: ProgramVersion.current,
        subcommands: [
            MigrateCommand.self, DiscountCommand.self, GameCommand.self, CountryCommand.self,
            AccountCommand.self, MethodCommand.self, MemberCommand.self, RunCommand.self,
            PointsCommand.self, RefundCommand.self, ReportCommand.self, ExplainCommand.self,
        ]
    )
}
