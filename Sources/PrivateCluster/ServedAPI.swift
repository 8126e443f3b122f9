public import Foundation

/// reservoir-api as a process of its own on 127.0.0.1, for the demo and the measurements.
public struct ServedAPI: Sendable {
    /// Where it is.
    public let url: String

    /// The file that its standard error goes to.
    public let log: String

    private let process: Process

    /// Starts `program` and waits until it listens on `port`, or on a free one for 0.
    ///
    /// - Throws: `programFailed` when it ends before; `CancellationError`, and then it has ended.
    public static func start(
        _ program: URL,
        environment: [String: String],
        log: String,
        port: Int = 0
    ) async throws -> ServedAPI {
        try Data().write(to: URL(fileURLWithPath: log))
        let process = Process()
        process.executableURL = program
        process.arguments = ["--port", "\(port)", "--log-level", "info"]
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: log)
        try process.runWithSignalsUnblocked()
        do {
            while process.isRunning {
                let text = try String(contentsOfFile: log, encoding: .utf8)
                if let match = text.firstMatch(of: /message=listening port=(\d+)\n/) {
                    return ServedAPI(url: "http://127.0.0.1:\(match.1)", log: log, process: process)
                }
                try await Task.sleep(for: .milliseconds(50))
            }
        } catch {
            process.terminate()
            process.waitUntilExit()
            throw error
        }
        let said = try String(contentsOfFile: log, encoding: .utf8)
        throw PrivateClusterError.programFailed(program.lastPathComponent, output: said)
    }

    /// Ends it, once what is in flight is answered.
    public func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
