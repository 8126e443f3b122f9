import ArgumentParser
import Batch
import Outbox
import Postgres

/// `run`: what the batches did.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "List runs of the batches.",
        subcommands: [List.self]
    )

    /// `run list`.
    struct List: ProgramCommand {
        static let configuration = CommandConfiguration(
            abstract: "List runs, latest first.",
            discussion: "A run without an end is under way, or its process was killed."
        )

        @OptionGroup var options: AdminOptions

        @Option(help: "Only those of this channel or task.")
        var channel: String?

        @Option(help: "How many at most.")
        var limit = 20

        func perform() async throws {
            let connection = try await options.connect()
            let runs = try await connection.query(
                ReadRuns(channel: channel, limit: min(max(1, limit), 10_000))
            )
            var table = TextTable(
                "STARTED",
                "PROGRAM",
                "CHANNEL",
                "HOST",
                "RESULT",
                "CLAIMED",
                "APPLIED",
                "REJECTED",
                "RETRIED",
                "UNKNOWN",
                "DEAD",
                "CONFLICTS"
            )
            for run in runs {
                let numbers = run.counts.map { "\($0.value)" }
                table.add(
                    [
                        "\(run.startedAt)", run.program, run.channel, run.host,
                        run.result ?? "(open)",
                    ] + numbers
                )
            }
            try options.show(table, runs.map(\.json))
        }
    }
}

extension RecordedRun {
    fileprivate var json: JSONValue {
        var fields: [String: JSONValue] = [
            "run_id": .string(runID.text), "program": .string(program),
            "channel": .string(channel), "host": .string(host), "version": .string(version),
            "started_at": .string("\(startedAt)"),
            "finished_at": .optional(finishedAt?.description), "result": .optional(result),
        ]
        for count in counts { fields[count.name] = .integer(count.value) }
        return .object(fields)
    }
}
