import Foundation
import Logging
import Synchronization
import TestTurns
import Testing

@testable import Batch

@Suite("What a run leaves for Prometheus", .inTurn)
struct RunMetricsTests {
    private static let report = RunReport(
        program: "reservoir-sweep",
        task: "gifts",
        result: "done",
        counts: [("expired", 7)],
        elapsed: .seconds(1)
    )

    private static func metrics(in directory: String) -> RunMetrics {
        RunMetrics(
            SettingsReader(environment: ["RESERVOIR_METRICS_DIR": directory]),
            program: "reservoir-sweep",
            task: "gifts"
        )
    }

    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test("one file that others may read, whatever the umask, and nothing beside it")
    func whole() throws {
        let folder = try TemporaryFolder()
        let before = umask(0o077)
        defer { umask(before) }
        let leftover = try folder.file(".reservoir-sweep_gifts.1.tmp", "half")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -7_200)],
            ofItemAtPath: leftover
        )
        Self.metrics(in: folder.path).write(.init(Self.report, exit: .done), logger: Self.quiet)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names == ["reservoir-sweep_gifts.prom"])
        let path = "\(folder.path)/reservoir-sweep_gifts.prom"
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o644)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let labels = #"program="reservoir-sweep",channel="gifts""#
        #expect(text.contains("\nreservoir_batch_run_items{\(labels),counter=\"expired\"} 7\n"))
        #expect(text.contains("\nreservoir_batch_run_exit_status{\(labels)} 0\n"))
        #expect(text.contains("\nreservoir_batch_run_result{\(labels),result=\"done\"} 1\n"))
    }

    @Test("a run that fails says so and leaves when the last one succeeded")
    func failed() throws {
        let folder = try TemporaryFolder()
        func line(_ name: String) throws -> Substring? {
            try String(
                contentsOfFile: "\(folder.path)/reservoir-sweep_gifts.prom",
                encoding: .utf8
            ).split(separator: "\n").first { $0.hasPrefix("reservoir_batch_\(name){") }
        }
        let metrics = Self.metrics(in: folder.path)
        metrics.write(.init(ProgramError.unavailable("away")), logger: Self.quiet)
        #expect(try line("success_timestamp_seconds") == nil)
        metrics.write(.init(Self.report, exit: .done), logger: Self.quiet)
        let success = try #require(try line("success_timestamp_seconds"))
        let end = try #require(try line("run_end_timestamp_seconds"))
        metrics.write(.init(ProgramError.unavailable("away")), logger: Self.quiet)
        #expect(try line("success_timestamp_seconds") == success)
        #expect(try line("run_end_timestamp_seconds") != end)
        #expect(try line("run_exit_status")?.hasSuffix(" 75") == true)
        #expect(try line("run_result")?.contains("result=\"failed\"") == true)
    }

    @Test("a file that cannot be written is an error in the log and nothing else")
    func unwritable() throws {
        let folder = try TemporaryFolder()
        let noFolder = try folder.file("file", "")
        let said = Mutex<[String]>([])
        let logger = Logger(label: "test") { _ in
            Listening { level, message in said.withLock { $0.append("\(level) \(message)") } }
        }
        Self.metrics(in: noFolder).write(.init(Self.report, exit: .done), logger: logger)
        Self.metrics(in: "/nonexistent").write(.init(Self.report, exit: .done), logger: logger)
        #expect(said.withLock { $0 } == Array(repeating: "error metrics not written", count: 2))
    }

    @Test("runs that end at the same time leave one whole file")
    func together() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    Self.metrics(in: path).write(
                        .init(Self.report, exit: .done),
                        logger: Self.quiet
                    )
                }
            }
        }
        let text = try String(contentsOfFile: "\(path)/reservoir-sweep_gifts.prom", encoding: .utf8)
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }.count == 7)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 1)
    }
}

/// Hands on what is logged.
private struct Listening: LogHandler {
    let said: @Sendable (Logger.Level, String) -> Void
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    init(_ said: @escaping @Sendable (Logger.Level, String) -> Void) { self.said = said }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { said(event.level, "\(event.message)") }
}
