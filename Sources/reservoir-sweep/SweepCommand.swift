import ArgumentParser
import Batch
import Channels
import Foundation
import Logging
import Outbox
import Postgres
import Preorder

/// `reservoir-sweep`: what time does, and what crashes left open.
@main
struct SweepCommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "reservoir-sweep",
        abstract: "Do what time asks for, and take up what crashes left open.",
        discussion: """
            TASKS
              leases     free the lanes of drains that died; what they held becomes due
              unknown    ask the gateways about charges without a verdict
              abandoned  withdraw payments that were never submitted
              gifts      expire gifts that nobody accepted in time, and remind
                         recipients of those that will
              releases   bring games out, give the money of cancelled ones back,
                         tell of moved ones
              points     expire lapsed points, tell members of those that will
                         (database: RESERVOIR_SWEEP_POINTS_DATABASE_URL)
              refunds    look again at refunds that a gateway may have taken back
              alerts     find what somebody must know, and tell each of it once:
                         by mail (RESERVOIR_ALERT_TO), a command
                         (RESERVOIR_ALERT_COMMAND) or a webhook
                         (RESERVOIR_ALERT_WEBHOOK_URL); one is enough
              retention  wipe sealed requests, drop days of history (as the
                         tables' owner: RESERVOIR_RETENTION_DATABASE_URL)
              all        all of them, in this order; alerts only where a way to
                         tell is set, and not with --as-of

            EXIT STATUS
              0   done
              64  usage
              70  a bug
              75  something outside is unavailable, or nobody could be told of an
                  alert; the next run tries again
              78  configuration

            Each task leaves its numbers for node_exporter in the directory that
            RESERVOIR_METRICS_DIR names, where it is set.
            """
    )

    @Argument(
        help:
            "leases, unknown, abandoned, gifts, releases, points, refunds, alerts, retention, or all."
    )
    var tasks: [String]

    @Flag(help: "The summary as one JSON object a task.")
    var json = false

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var settings: SettingsOptions
    @OptionGroup var asOf: AsOfOptions
    @OptionGroup var log: LogOptions

    func validate() throws {
        _ = try SweepTask.parse(tasks)
        guard asOf.instant == nil || !tasks.contains(SweepTask.alerts.rawValue) else {
            throw ValidationError("alerts are about the present: --as-of is for the other tasks")
        }
    }

    mutating func perform() async throws {
        let reader = settings.reader()
        let tasks = try tasksToDo(reader)
        let logger = log.start(program: "reservoir-sweep")
        let sweep = try Sweep(
            tasks: tasks,
            reader: reader,
            database: database,
            asOf: asOf
        )
        let stop = StopSignal()
        let signals = Signals { stop.ask() }
        defer { withExtendedLifetime(signals) {} }
        for task in tasks where !stop.isAsked {
            try await sweep.run(task, stop: stop, logger: logger, asJSON: json)
        }
    }

    /// What was asked for; `all` leaves alerts out where nobody could be told, or not about now.
    private func tasksToDo(_ reader: SettingsReader) throws -> [SweepTask] {
        let asked = try SweepTask.parse(tasks)
        let isNamed = tasks.contains(SweepTask.alerts.rawValue)
        let leavesOut = !isNamed && (!reader.namesAlertWay || asOf.instant != nil)
        return asked.filter { $0 != .alerts || !leavesOut }
    }
}
