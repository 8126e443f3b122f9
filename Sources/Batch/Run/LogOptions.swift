public import ArgumentParser
public import Foundation
public import Logging

/// How a program logs; always on standard error.
public struct LogOptions: ParsableArguments {
    /// Lines below it are left out.
    @Option(
        name: .customLong("log-level"),
        help: "trace, debug, info, notice, warning, error or critical.",
        transform: { (text) throws(ValidationError) in try LogOptions.level(text) }
    )
    public var level: Logger.Level = .info

    /// One JSON object a line in place of logfmt.
    @Flag(name: .customLong("log-json"), help: "One JSON object a line in place of key=value.")
    public var isJSON = false

    /// Logfmt from `info`.
    public init() {}

    /// Sets up logging for the whole process, and returns the logger of a run.
    ///
    /// The logger puts the run's id on every line. To be called once.
    public func start(program: String, runID: UUID? = nil) -> Logger {
        let format: LogLine.Format = isJSON ? .json : .logfmt
        let level = level
        LoggingSystem.bootstrap { label in
            // What libraries say at info is of no use to an operator.
            BatchLogHandler(label: label, format: format, level: max(level, .warning))
        }
        var logger = Logger(label: program) { label in
            BatchLogHandler(label: label, format: format, level: level)
        }
        if let runID { logger[metadataKey: "run_id"] = "\(runID.uuidString.lowercased())" }
        return logger
    }

    static func level(_ text: String) throws(ValidationError) -> Logger.Level {
        guard let level = Logger.Level(rawValue: text) else {
            throw ValidationError(
                "\(text) is not a level: "
                    + Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            )
        }
        return level
    }
}
