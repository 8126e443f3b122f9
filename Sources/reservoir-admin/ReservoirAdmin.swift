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
            AccountCommand.self, MethodCommand.self, ManagerCommand.self, MemberCommand.self,
            PointsCommand.self, RunCommand.self, RefundCommand.self, DeadLetterCommand.self,
            PauseCommand.self, ResumeCommand.self, BreakerCommand.self, ReportCommand.self,
            ExplainCommand.self, CheckCommand.self, WebhookCommand.self,
        ]
    )
}
