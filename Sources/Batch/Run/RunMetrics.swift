import Exposition
import Foundation
public import Logging

/// What a run leaves for Prometheus: a file of node_exporter's textfile collector.
///
/// One file a program and channel or task, so that programs that run at once do not write over each
/// other; of several runs of the same, the last to end stays. Nothing of a run depends on it: a file
/// that cannot be written is an error in the log and nothing else.
public struct RunMetrics: Sendable {
    private let directory: String?
    private let program: String
    private let task: String
    private let startedAt = Date()
    private let start = ContinuousClock.now

    /// How a run ended, as far as anybody knows.
    public struct End: Sendable {
        let result: String
        let counts: [(name: String, value: Int)]
        let exit: ExitStatus

        /// A run that could say what it did; `exit` is the status it asks for.
        public init(_ report: RunReport, exit: ExitStatus) {
            (result, counts, self.exit) = (report.result, report.counts, exit)
        }

        /// A run that an error ended.
        public init(_ error: any Error) {
            (result, counts, exit) = ("failed", [], ProgramError(error).exitStatus)
        }
    }

    /// A run that begins now; writes nothing where RESERVOIR_METRICS_DIR is not set.
    public init(_ reader: SettingsReader, program: String, task: String) {
        directory = reader.string("RESERVOIR_METRICS_DIR")
        self.program = program
        self.task = task
    }

    /// Writes the file in place of the one before.
    public func write(_ end: End, logger: Logger) {
        guard let directory else { return }
        let file = MetricsFile(directory: directory, name: "\(program)_\(task)")
        do throws(MetricsFile.Fault) {
            let before = try file.read()
            try file.write(exposition(end, after: before).text)
        } catch {
            logger.error(
                "metrics not written",
                metadata: ["task": "\(task)", "reason": "\(error)"]
            )
        }
    }

    /// The run's numbers; when the last run succeeded is kept from the file before.
    func exposition(_ end: End, after before: String?) -> Exposition {
        var exposition = Exposition()
        let endedAt = Date().timeIntervalSince1970
        let labels: KeyValuePairs = ["program": program, "channel": task]
        let gauges: [(String, String, Double)] = [
            (
                "start_timestamp_seconds", "When the last run began.",
                startedAt.timeIntervalSince1970
            ),
            ("end_timestamp_seconds", "When the last run ended.", endedAt),
            ("duration_seconds", "How long the last run took.", (.now - start) / .seconds(1)),
            (
                "exit_status", "The exit status that the last run asked for.",
                Double(end.exit.rawValue)
            ),
        ]
        for (name, help, value) in gauges {
            exposition.family("\(Self.prefix)run_\(name)", .gauge, help, [Sample(value, labels)])
        }
        exposition.family(
            "\(Self.prefix)run_result",
            .gauge,
            "How the last run ended.",
            [Sample(1, ["program": program, "channel": task, "result": end.result])]
        )
        exposition.family(
            "\(Self.prefix)run_items",
            .gauge,
            "What the last run counted.",
            end.counts.map {
                Sample($0.value, ["program": program, "channel": task, "counter": $0.name])
            }
        )
        let success = end.exit == .done ? endedAt : before.flatMap(Self.success)
        exposition.family(
            Self.successName,
            .gauge,
            "When the last run ended that exited with 0.",
            success.map { [Sample($0, labels)] } ?? []
        )
        return exposition
    }

    private static let prefix = "reservoir_batch_"
    private static let successName = "\(prefix)success_timestamp_seconds"

    /// When the last run succeeded, as a file of this kind says.
    private static func success(in text: String) -> Double? {
        let line = text.split(separator: "\n").last { $0.hasPrefix(successName + "{") }
        return line?.split(separator: " ").last.flatMap { Double($0) }
    }
}
