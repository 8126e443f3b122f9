import Foundation

/// A program of this package as it was built, run from outside.
struct BuiltProgram {
    /// How a run ended.
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    let name: String

    /// Runs to the end with nothing in the environment but `environment`.
    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent(name)
        process.arguments = arguments
        process.environment = environment
        let folder = try TemporaryFolder()
        let output = try folder.file("output", "")
        let errors = try folder.file("errors", "")
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus,
            output: try String(contentsOfFile: output, encoding: .utf8),
            errors: try String(contentsOfFile: errors, encoding: .utf8)
        )
    }
}
