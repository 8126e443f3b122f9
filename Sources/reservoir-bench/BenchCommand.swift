import ArgumentParser

/// `reservoir-bench`: measurements, each against its floor in the same run.
@main
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reservoir-bench",
        abstract: "Measure against the least work that has the same effect.",
        discussion: """
            Runs on a private PostgreSQL that is removed at the end. Build with -c release. Quote \
            the ratios: both sides ran on the same machine in the same minutes.
            """,
        subcommands: [PointsCommand.self, OpeningCommand.self],
        defaultSubcommand: PointsCommand.self
    )
}
