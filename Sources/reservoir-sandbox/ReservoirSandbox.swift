import ArgumentParser
import Foundation
import Logging
import Sandbox

/// The program: reads its options, serves until SIGTERM or SIGINT, exits 0.
@main
struct ReservoirSandbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reservoir-sandbox",
        abstract: "A payment gateway and a mail server for development and tests.",
        discussion: Manual.discussion
    )

    @Option(help: "HTTP port on 127.0.0.1; 0 takes a free one.")
    var port = 0

    @Option(help: "SMTP port on 127.0.0.1; 0 takes a free one.")
    var smtpPort = 0

    @Option(
        help: "HTTP port that stays open when the gateways refuse connections; 0 for a free one."
    )
    var controlPort = 0

    @Option(
        help: "Who is told of a gateway's events: stripe=URL or toss=URL; {account} is replaced."
    )
    var webhookURL: [String] = []

    @Option(help: "What Stripe's webhooks are signed with.")
    var webhookSecret = "whsec_sandbox"

    @Option(help: "File that keeps the truth; read back at start. Without it a kill forgets all.")
    var truth: String?

    @Option(help: "Database whose time to follow, as a libpq conninfo or URI.")
    var clockDatabase: String?

    @Option(help: "Seconds until a processing charge or a pending refund is settled.")
    var processingSeconds = 60

    @Option(help: "Seconds until a refund that is to fail late fails.")
    var refundFailureSeconds = 3_600

    @Flag(help: "Print the addresses as shell variables instead of JSON.")
    var printEnv = false

    @OptionGroup(title: "Faults")
    var faults: FaultOptions

    func validate() throws {
        guard [port, smtpPort, controlPort].allSatisfy((0...65_535).contains) else {
            throw ValidationError("a port is from 0 to 65535")
        }
        for text in webhookURL where WebhookTarget(text) == nil {
            throw ValidationError("\(text) is not stripe=URL or toss=URL")
        }
        guard processingSeconds >= 0, refundFailureSeconds >= 0 else {
            throw ValidationError("a period cannot be negative")
        }
    }

    func run() async throws {
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = .warning
            return handler
        }
        let announcement = Announcement(asShellVariables: printEnv)
        do {
            var configuration = configuration
            if let clockDatabase {
                configuration.clock = try await DatabaseClock(conninfo: clockDatabase)
            }
            let sandbox = try Sandbox(configuration) { announcement.write($0) }
            try await sandbox.runUntilSignalled()
        } catch {
            FileHandle.standardError.write(Data("reservoir-sandbox: \(error)\n".utf8))
            throw ExitCode(75)
        }
    }

    private var configuration: SandboxConfiguration {
        var configuration = SandboxConfiguration()
        configuration.port = port
        configuration.smtpPort = smtpPort
        configuration.controlPort = controlPort
        configuration.webhooks = webhookURL.compactMap(WebhookTarget.init)
        configuration.webhookSecret = webhookSecret
        configuration.journalPath = truth
        configuration.faults = faults.plan
        configuration.periods.processing = .seconds(processingSeconds)
        configuration.periods.lateFailure = .seconds(refundFailureSeconds)
        return configuration
    }
}
