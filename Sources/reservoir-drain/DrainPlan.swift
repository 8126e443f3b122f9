import Batch
import Channels
import Foundation
import Logging
import Mail
import Outbox
import Postgres
import Preorder

/// The channels of one invocation with everything they need, checked before anything is touched.
struct DrainPlan: Sendable {
    private let channels: [ChannelName]
    private let reader: SettingsReader
    private let database: DatabaseOptions
    private let asOf: AsOfOptions
    private let batchSize: Int
    private let concurrency: Int
    private let linger: Duration
    private let lease: Duration
    private let callTimeout: Duration
    private let vault: Vault?
    private let gateways: [GatewaySettings]?
    private let mail: MailSettings?
    private let returnURL: String?
    private let webhooks: WebhookSettings

    /// - Throws: `ProgramError.configuration` with every problem at once.
    init(
        channels: [ChannelName],
        reader: SettingsReader,
        database: DatabaseOptions,
        asOf: AsOfOptions,
        batchSize: Int,
        concurrency: Int,
        linger: Duration
    ) throws {
        var reader = reader
        lease = reader.lease()
        callTimeout = reader.callTimeout(within: lease)
        let isExternal = channels.contains { $0 != .points && $0 != .reports }
        let keys = isExternal ? reader.sealKeys() : []
        gateways = channels.contains(.payments) ? reader.gateways() : nil
        returnURL = channels.contains(.payments) ? reader.returnURL() : nil
        mail = channels.contains(.mail) ? reader.checkedMail() : nil
        webhooks = reader.webhooks()
        try reader.check()
        vault = isExternal ? try ChannelSetUp.vault(keys) : nil
        self.channels = channels
        self.reader = reader
        self.database = database
        self.asOf = asOf
        self.batchSize = batchSize
        self.concurrency = concurrency
        self.linger = linger
    }

    /// Prints how many messages of each channel are due.
    func showDue() async throws {
        for channel in channels {
            let connection = try await connect(channel)
            let due = try await connection.only(CountDue(channel: channel.rawValue))
            print("reservoir-drain \(channel.rawValue): \(due) due")
            await connection.close()
        }
    }

    /// Drains the channels: one after the other, or, while lingering, all at once.
    ///
    /// - Returns: what each run did.
    func run(stop: StopSignal, logger: Logger, asJSON: Bool) async throws -> [RunCounts] {
        guard linger > .zero, channels.count > 1 else {
            var results: [RunCounts] = []
            for channel in channels where !stop.isAsked {
                results.append(try await drain(channel, stop, logger, asJSON))
            }
            return results
        }
        return try await withThrowingTaskGroup(of: RunCounts.self) { group in
            for channel in channels {
                group.addTask { try await drain(channel, stop, logger, asJSON) }
            }
            var results: [RunCounts] = []
            for try await counts in group { results.append(counts) }
            return results
        }
    }

    /// Drains a channel; how it went is left for Prometheus too.
    private func drain(
        _ channel: ChannelName,
        _ stop: StopSignal,
        _ logger: Logger,
        _ asJSON: Bool
    ) async throws -> RunCounts {
        let metrics = RunMetrics(reader, program: "reservoir-drain", task: channel.rawValue)
        do {
            let (counts, report) = try await run(channel, stop, logger)
            metrics.write(.init(report, exit: counts.exitStatus), logger: logger)
            try report.write(asJSON: asJSON)
            return counts
        } catch {
            metrics.write(.init(error), logger: logger)
            throw error
        }
    }

    private func run(
        _ channel: ChannelName,
        _ stop: StopSignal,
        _ logger: Logger
    ) async throws -> (RunCounts, RunReport) {
        let started = ContinuousClock.now
        let connection = try await connect(channel)
        let runID = UUID()
        var logger = logger
        logger[metadataKey: "run_id"] = "\(runID.uuidString.lowercased())"
        logger[metadataKey: "channel"] = "\(channel.rawValue)"
        let run = BatchRun(
            runID: runID,
            program: "reservoir-drain",
            channel: channel.rawValue,
            host: ProcessInfo.processInfo.hostName,
            version: ProgramVersion.current
        )
        try await run.begin(on: connection)
        logger.info("drain started")
        let counts: RunCounts
        do {
            counts = try await perform(channel, runID, stop, logger, connection)
        } catch {
            logger.error("drain failed", metadata: ["error": "\(error)"])
            if await !connection.isClosed {
                try await run.end(RunCounts(), result: "failed", on: connection)
            }
            throw error
        }
        for hold in counts.holds {
            logger.warning("messages are held back", metadata: ["reason": "\(hold)"])
        }
        let pause = try await connection.query(ReadPauses())
            .first { $0.scope == .channel && $0.name == channel.rawValue }
        if let pause {
            logger.warning(
                "the channel is paused",
                metadata: ["by": "\(pause.pausedBy)", "reason": "\(pause.reason)"]
            )
        }
        let result = Self.result(
            counts,
            isStopped: stop.isAsked,
            isPaused: pause != nil
        )
        try await run.end(counts, result: result, on: connection)
        await connection.close()
        logger.info("drain finished", metadata: counts.metadata)
        let report = RunReport(
            program: "reservoir-drain",
            task: channel.rawValue,
            runID: runID,
            result: result,
            counts: counts.shown,
            elapsed: .now - started
        )
        return (counts, report)
    }

    private static func result(_ counts: RunCounts, isStopped: Bool, isPaused: Bool) -> String {
        if isStopped { return "stopped" }
        if isPaused { return "paused" }
        if counts.misconfigured > 0 { return "misconfigured" }
        return counts.unreachable > 0 ? "unavailable" : "done"
    }

    private func perform(
        _ channel: ChannelName,
        _ runID: UUID,
        _ stop: StopSignal,
        _ logger: Logger,
        _ connection: Connection
    ) async throws -> RunCounts {
        var options = DrainOptions(channel: channel.rawValue, runID: runID)
        options.batchSize = batchSize
        options.concurrency = concurrency
        options.lease = lease
        options.linger = linger
        options.asOf = try await asOf.check(on: connection)
        options.note(on: logger)
        let drain = Drain(options, stop: stop)
        switch channel {
        case .points: return try await drain.run(PointsHandler(), on: connection)
        case .reports: return try await drain.run(ReportsHandler(), on: connection)
        case .payments: return try await payments(drain, connection)
        case .mail: return try await mails(drain, connection)
        case .webhooks: return try await webhooks(drain, connection)
        }
    }

    private func payments(_ drain: Drain, _ connection: Connection) async throws -> RunCounts {
        guard let gateways, let vault else {
            throw ProgramError.bug("payments without settings")
        }
        let directory = try ChannelSetUp.gateways(
            gateways,
            callTimeout: callTimeout,
            connectionsMax: concurrency
        )
        let handler = PaymentsHandler(
            gateways: directory,
            vault: vault,
            returnURL: returnURL,
            callTimeout: callTimeout
        )
        do {
            let counts = try await drain.run(handler, on: connection)
            await directory.close()
            return counts
        } catch {
            await directory.close()
            throw error
        }
    }

    private func mails(_ drain: Drain, _ connection: Connection) async throws -> RunCounts {
        guard let mail, let vault else { throw ProgramError.bug("mail without settings") }
        let (handler, submission) = try ChannelSetUp.mail(
            mail,
            vault: vault,
            callTimeout: callTimeout,
            connectionsMax: concurrency
        )
        do {
            let counts = try await drain.run(handler, on: connection)
            await submission.close()
            return counts
        } catch {
            await submission.close()
            throw error
        }
    }

    private func webhooks(_ drain: Drain, _ connection: Connection) async throws -> RunCounts {
        guard let vault else { throw ProgramError.bug("webhooks without settings") }
        let handler = try ChannelSetUp.webhooks(webhooks, vault: vault, callTimeout: callTimeout)
        return try await drain.run(handler, on: connection)
    }

    private func connect(_ channel: ChannelName) async throws -> Connection {
        try await database.connect(
            reader,
            application: "reservoir-drain \(channel.rawValue)",
            channel: channel.rawValue
        )
    }
}

/// How many messages of a channel are due now.
struct CountDue: Statement {
    static let sql = """
        SELECT count(*) FROM outbox.queue
        WHERE channel = $1 AND (state = 'ready' OR due_at <= outbox.now())
        """

    let channel: String

    var bindings: [any Bindable] { [channel] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}
