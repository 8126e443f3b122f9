import ArgumentParser
import Batch
import Channels
import Foundation
import Outbox
import Postgres

/// `reservoir-drain`: carries the messages of a channel out.
@main
struct DrainCommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "reservoir-drain",
        abstract: "Carry out what the outbox holds, until nothing that was due is left.",
        discussion: """
            CHANNELS
              payments  charges and reversals, to the payment gateways
              points    the point ledger
              mail      mails, to the SMTP relay
              reports   the reporting tables
              webhooks  results, to the endpoints of members
              all       all of them, in this order; each over its own connection

            Any number of drains may run at once, on any number of hosts: they share the work. One \
            that is stopped, crashes or is killed loses nothing and repeats nothing.

            EXIT STATUS
              0   done, also when there was nothing to do
              64  usage
              70  a bug; the log says where
              75  something outside is unavailable; the next run tries again
              78  configuration: every error is listed, or messages are held back
                  because this host lacks a credential or a sealing key

            ENVIRONMENT
              DATABASE_URL or PG*, RESERVOIR_<CHANNEL>_DATABASE_URL, RESERVOIR_SEAL_KEYS,
              RESERVOIR_STRIPE_SECRETS, RESERVOIR_TOSS_SECRETS, RESERVOIR_RETURN_URL,
              RESERVOIR_SMTP_HOST, RESERVOIR_MAIL_FROM, RESERVOIR_LEASE_SECONDS,
              RESERVOIR_CALL_TIMEOUT_SECONDS, RESERVOIR_WEBHOOK_TRUST_ROOTS,
              RESERVOIR_METRICS_DIR (where each run leaves its numbers for node_exporter);
              see the README.
            """
    )

    @Argument(help: "payments, points, mail, reports, webhooks, or all.")
    var channels: [String]

    @Option(help: "Most messages in hand at once.")
    var batchSize = 1_000

    @Option(help: "Most calls in the air at once, on payments and mail.")
    var concurrency = 16

    @Option(help: "Seconds to keep looking for new messages; for cron's one-minute grain.")
    var linger = 0

    @Flag(help: "Show what is due and do nothing.")
    var dryRun = false

    @Flag(help: "The summary as one JSON object a channel.")
    var json = false

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var settings: SettingsOptions
    @OptionGroup var asOf: AsOfOptions
    @OptionGroup var log: LogOptions

    func validate() throws {
        _ = try ChannelName.parse(channels)
        guard (1...100_000).contains(batchSize) else {
            throw ValidationError("--batch-size is 1 to 100000")
        }
        guard (1...1_000).contains(concurrency) else {
            throw ValidationError("--concurrency is 1 to 1000")
        }
        guard (0...86_400).contains(linger) else {
            throw ValidationError("--linger is 0 to 86400 seconds")
        }
    }

    mutating func perform() async throws {
        let channels = try ChannelName.parse(channels)
        let logger = log.start(program: "reservoir-drain")
        let plan = try DrainPlan(
            channels: channels,
            reader: settings.reader(),
            database: database,
            asOf: asOf,
            batchSize: batchSize,
            concurrency: concurrency,
            linger: .seconds(linger)
        )
        if dryRun { return try await plan.showDue() }
        let stop = StopSignal()
        let signals = Signals { stop.ask() }
        defer { withExtendedLifetime(signals) {} }
        let results = try await plan.run(stop: stop, logger: logger, asJSON: json)
        let worst = results.map(\.exitStatus).max { $0.rawValue < $1.rawValue } ?? .done
        if worst != .done { throw ExitCode(worst.rawValue) }
    }
}
