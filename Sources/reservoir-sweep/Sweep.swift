import Batch
import Channels
import Foundation
import Logging
import Outbox
import Postgres
import Preorder

/// The tasks of one invocation with everything they need.
struct Sweep {
    private let reader: SettingsReader
    private let database: DatabaseOptions
    private let asOf: AsOfOptions
    private let lease: Duration
    private let callTimeout: Duration
    private let payments: (vault: Vault, gateways: [GatewaySettings], returnURL: String)?
    private let alertWays: [any AlertWay]

    /// Payments withdrawn in one transaction; keeps each short.
    private static let abandonedPerTransaction = 500

    /// - Throws: `ProgramError.configuration` with every problem at once.
    init(
        tasks: [SweepTask],
        reader: SettingsReader,
        database: DatabaseOptions,
        asOf: AsOfOptions
    ) throws {
        var reader = reader
        lease = reader.lease()
        callTimeout = reader.callTimeout(within: lease)
        let alerts = tasks.contains(.alerts) ? reader.alerts() : nil
        if tasks.contains(.unknown) || tasks.contains(.refunds) {
            let (keys, gateways, url) = (reader.sealKeys(), reader.gateways(), reader.returnURL())
            try reader.check()
            payments = (try ChannelSetUp.vault(keys), gateways, url)
        } else {
            payments = nil
            try reader.check()
        }
        alertWays = try alerts.map { try ChannelSetUp.alertWays($0) } ?? []
        self.reader = reader
        self.database = database
        self.asOf = asOf
    }

    /// Does one task: its run is a row, its summary a line, its numbers a file for Prometheus.
    func run(_ task: SweepTask, stop: StopSignal, logger: Logger, asJSON: Bool) async throws {
        let metrics = RunMetrics(reader, program: "reservoir-sweep", task: task.rawValue)
        let untold: Int
        do {
            let report: RunReport
            (report, untold) = try await run(task, stop, logger)
            metrics.write(
                .init(report, exit: untold == 0 ? .done : .unavailable),
                logger: logger
            )
            try report.write(asJSON: asJSON)
        } catch {
            metrics.write(.init(error), logger: logger)
            throw error
        }
        guard untold == 0 else {
            throw ProgramError.unavailable(
                "nobody could be told of what is wrong (\(untold)); the next run tells it"
            )
        }
    }

    private func run(
        _ task: SweepTask,
        _ stop: StopSignal,
        _ logger: Logger
    ) async throws -> (RunReport, untold: Int) {
        let started = ContinuousClock.now
        let connection = try await database.connect(
            reader,
            application: "reservoir-sweep \(task.rawValue)",
            channel: task.settingName
        )
        let runID = UUID()
        let run = BatchRun(
            runID: runID,
            program: "reservoir-sweep",
            channel: task.rawValue,
            host: ProcessInfo.processInfo.hostName,
            version: ProgramVersion.current
        )
        try await run.begin(on: connection, createsPartitions: task != .alerts)
        let counts: RunCounts
        let shown: [(name: String, value: Int)]
        do {
            let instant = try await asOf.check(on: connection)
            (counts, shown) = try await perform(task, runID, instant, stop, logger, connection)
        } catch {
            logger.error(
                "sweep failed",
                metadata: ["task": "\(task.rawValue)", "error": "\(error)"]
            )
            if await !connection.isClosed {
                try await run.end(RunCounts(), result: "failed", on: connection)
            }
            throw error
        }
        let untold = task == .alerts ? counts.unreachable : 0
        let result = stop.isAsked ? "stopped" : untold > 0 ? "unavailable" : "done"
        try await run.end(counts, result: result, on: connection)
        await connection.close()
        var logger = logger
        logger[metadataKey: "run_id"] = "\(runID.uuidString.lowercased())"
        logger.info(
            "sweep finished",
            metadata: Dictionary(uniqueKeysWithValues: shown.map { ($0.name, "\($0.value)") })
                .merging(["task": "\(task.rawValue)"]) { first, _ in first }
        )
        let report = RunReport(
            program: "reservoir-sweep",
            task: task.rawValue,
            runID: runID,
            result: result,
            counts: shown,
            elapsed: .now - started
        )
        return (report, untold)
    }

    private func perform(
        _ task: SweepTask,
        _ runID: UUID,
        _ instant: Timestamp?,
        _ stop: StopSignal,
        _ logger: Logger,
        _ connection: Connection
    ) async throws -> (RunCounts, [(name: String, value: Int)]) {
        switch task {
        case .leases:
            let freed = try await SweepLeases(runID: runID).run(on: connection)
            return (RunCounts(), [("lanes_freed", freed)])
        case .unknown:
            let counts = try await askUnknown(runID, instant, stop, logger, connection)
            return (counts, counts.shown)
        case .abandoned:
            var counts = RunCounts()
            counts.rejected = try await abandon(instant, stop, connection)
            return (counts, [("withdrawn", counts.rejected)])
        case .gifts: return try await sweepGifts(instant, stop, connection)
        case .releases: return try await sweepReleases(instant, stop, connection)
        case .points: return try await sweepPoints(instant, stop, connection)
        case .refunds:
            let (looked, takenBack) = try await watchRefunds(instant, stop, connection)
            return (RunCounts(), [("looked_at", looked), ("taken_back", takenBack)])
        case .alerts:
            let result = try await TellAlerts(ways: alertWays)
                .run(runID, logger: logger, on: connection)
            var counts = RunCounts()
            counts.claimed = result.told + result.untold
            counts.applied = result.told
            counts.unreachable = result.untold
            return (
                counts,
                [
                    ("raised", result.raised), ("cleared", result.cleared),
                    ("told", result.told), ("untold", result.untold),
                    ("ways_failed", result.waysFailed),
                ]
            )
        case .retention:
            // Before the days of their messages: nobody asks for one again that is gone.
            let webhooks = try await connection.execute(ForgetDeliveries(asOf: instant))
            let days = try await connection.only(ReadRetentionDays())
            let result = try await Retention(days: days).run(asOf: instant, on: connection)
            let answers = try await connection.execute(ForgetAnswers(asOf: instant))
            let signals = try await connection.execute(ForgetSignals(asOf: instant))
            return (
                RunCounts(),
                [
                    ("requests_wiped", result.requestsWiped),
                    ("partitions_dropped", result.partitionsDropped),
                    ("runs_forgotten", result.runsForgotten),
                    ("answers_forgotten", answers), ("signals_forgotten", signals),
                    ("webhooks_forgotten", webhooks),
                ]
            )
        }
    }

    private func abandon(
        _ instant: Timestamp?,
        _ stop: StopSignal,
        _ connection: Connection
    ) async throws -> Int {
        var withdrawn = 0
        while !stop.isAsked {
            let count = try await AbandonPayments.run(
                asOf: instant,
                limit: Self.abandonedPerTransaction,
                on: connection
            )
            withdrawn += count
            if count < Self.abandonedPerTransaction { break }
        }
        return withdrawn
    }

    private func watchRefunds(
        _ instant: Timestamp?,
        _ stop: StopSignal,
        _ connection: Connection
    ) async throws -> (Int, Int) {
        guard let payments else { throw ProgramError.bug("refunds without settings") }
        let directory = try ChannelSetUp.gateways(
            payments.gateways,
            callTimeout: callTimeout,
            connectionsMax: 16
        )
        do {
            let result = try await WatchRefunds(gateways: directory)
                .run(asOf: instant, stop: stop, on: connection)
            await directory.close()
            return result
        } catch {
            await directory.close()
            throw error
        }
    }

    private func askUnknown(
        _ runID: UUID,
        _ instant: Timestamp?,
        _ stop: StopSignal,
        _ logger: Logger,
        _ connection: Connection
    ) async throws -> RunCounts {
        guard let payments else { throw ProgramError.bug("unknown without settings") }
        var options = DrainOptions(channel: "payments", runID: runID)
        options.lease = lease
        options.asOf = instant
        options.onlyUnresolved = true
        options.program = "reservoir-sweep"
        options.note(on: logger)
        let directory = try ChannelSetUp.gateways(
            payments.gateways,
            callTimeout: callTimeout,
            connectionsMax: options.concurrency
        )
        let handler = PaymentsHandler(
            gateways: directory,
            vault: payments.vault,
            returnURL: payments.returnURL,
            callTimeout: callTimeout
        )
        do {
            let counts = try await Drain(options, stop: stop).run(handler, on: connection)
            await directory.close()
            return counts
        } catch {
            await directory.close()
            throw error
        }
    }
}

/// The longest retention of any country.
struct ReadRetentionDays: Statement {
    static let sql = "SELECT coalesce(max(retention_days), 36500) FROM preorder.policy"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}
