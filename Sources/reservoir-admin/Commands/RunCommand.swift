import ArgumentParser
import Batch
import Foundation
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

/// A row of `outbox.batch_run`.
struct Run: Sendable {
    let runID: UUID
    let program: String
    let channel: String
    let host: String
    let version: String
    let startedAt: Timestamp
    let finishedAt: Timestamp?
    let result: String?
    let counts: [(name: String, value: Int64)]

    static let counters = [
        "claimed", "applied", "rejected", "retried", "unknown", "dead", "conflicts",
    ]

    var json: JSONValue {
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

/// Runs, latest first; at most `limit` rows.
struct ReadRuns: Statement {
    static let sql = """
        SELECT run_id, program, channel, host, version, started_at, finished_at, result, claimed,
               applied, rejected, retried, unknown, dead, conflicts
        FROM outbox.batch_run
        WHERE $1::text IS NULL OR channel = $1
        ORDER BY started_at DESC, run_id
        LIMIT $2
        """

    let channel: String?
    let limit: Int

    var bindings: [any Bindable] { [channel, limit] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Run {
        let runID: UUID = try row.next()
        let names: (String, String, String, String) = try (
            row.next(), row.next(), row.next(), row.next()
        )
        let startedAt: Timestamp = try row.next()
        let finishedAt: Timestamp? = try row.next()
        let result: String? = try row.next()
        var counts: [(name: String, value: Int64)] = []
        for name in Run.counters { counts.append((name, try row.next())) }
        return Run(
            runID: runID,
            program: names.0,
            channel: names.1,
            host: names.2,
            version: names.3,
            startedAt: startedAt,
            finishedAt: finishedAt,
            result: result,
            counts: counts
        )
    }
}
