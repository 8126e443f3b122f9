import Foundation
import Logging
import Postgres

/// Writes each log event as one line in one write, so that lines of several programs on one pipe
/// do not mix.
struct BatchLogHandler: LogHandler {
    let label: String
    let format: LogLine.Format
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel: Logger.Level

    init(label: String, format: LogLine.Format, level: Logger.Level) {
        self.label = label
        self.format = format
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields =
            metadata
            .merging(metadataProvider?.get() ?? [:]) { _, new in new }
            .merging(event.metadata ?? [:]) { _, new in new }
        let line = LogLine(
            at: Timestamp(date: Date()),
            level: event.level.rawValue,
            program: label,
            message: "\(event.message)",
            fields: fields.mapValues { "\($0)" }
        )
        FileHandle.standardError.write(Data((line.text(format) + "\n").utf8))
    }
}
