import Foundation
import Testing

/// A program of others that judges what we say, where `jobs/bootstrap` puts it.
enum OutsideTool: String {
    /// With schemathesis and openapi-spec-validator.
    case python = "python/bin/python"

    case promtool

    /// The folder of everything.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Runs it to its end; its exit status and everything it printed.
    func run(
        _ arguments: [String],
        _ environment: [String: String] = [:],
        input: String = ""
    ) async throws -> (status: Int32, output: String) {
        let program = Self.root.appendingPathComponent(".build/tools/\(rawValue)")
        try #require(
            FileManager.default.isExecutableFile(atPath: program.path),
            "\(rawValue) is missing: run jobs/bootstrap"
        )
        let output = try Self.temporaryFile("output", "")
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { _, own in own }
            .merging(["PYTHONDONTWRITEBYTECODE": "1"]) { _, own in own }
        process.currentDirectoryURL = FileManager.default.temporaryDirectory
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: output)
        process.standardInput = FileHandle(
            forReadingAtPath: try Self.temporaryFile("input", input)
        )
        try process.run()
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        return (process.terminationStatus, try String(contentsOfFile: output, encoding: .utf8))
    }

    /// A file of the test's own with a text; its path.
    static func temporaryFile(_ name: String, _ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("\(UUID().uuidString)-\(name)").path
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }
}
