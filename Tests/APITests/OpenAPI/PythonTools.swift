import Foundation
import Testing

/// The Python programs that judge the OpenAPI document, as `jobs/bootstrap` installs them.
enum PythonTools {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The folder with their settings.
    static let folder = root.appendingPathComponent("Tests/Schemathesis").path

    private static let python = root.appendingPathComponent(".build/tools/python/bin/python")

    /// Runs Python to its end; its exit status and everything it printed.
    static func run(
        _ arguments: [String],
        _ environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String) {
        try #require(
            FileManager.default.isExecutableFile(atPath: python.path),
            "schemathesis is not installed: run jobs/bootstrap"
        )
        let output = FileManager.default.temporaryDirectory
            .appendingPathComponent("python-\(UUID().uuidString).log")
        try Data().write(to: output)
        let process = Process()
        let handle = try FileHandle(forWritingTo: output)
        process.executableURL = python
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { _, own in own }
            .merging(["PYTHONDONTWRITEBYTECODE": "1"]) { _, own in own }
        process.currentDirectoryURL = FileManager.default.temporaryDirectory
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        try handle.close()
        return (process.terminationStatus, try String(contentsOf: output, encoding: .utf8))
    }
}
