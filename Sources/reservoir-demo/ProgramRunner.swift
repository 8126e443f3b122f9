import Dispatch
import Foundation
import PrivateCluster

/// Runs the product's own programs, found beside this one, as processes of their own.
struct ProgramRunner: Sendable {
    /// What a finished program left.
    struct Result: Sendable {
        let status: Int32
        let isKilled: Bool
        let output: String
    }

    /// The path of the running program.
    static var own: String {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    }

    private let directory: URL
    private let environment: [String: String]

    init(environment: [String: String]) {
        directory = URL(fileURLWithPath: Self.own).deletingLastPathComponent()
        self.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    }

    /// Starts a program whose standard output can be read.
    func start(_ name: String, _ arguments: [String], output: Pipe) throws -> Process {
        let process = process(name, arguments)
        process.standardOutput = output
        try process.runWithSignalsUnblocked()
        return process
    }

    /// Starts a program that says everything on standard error, which goes to a file.
    func start(_ name: String, _ arguments: [String], errors: FileHandle?) throws -> Process {
        let process = process(name, arguments)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.runWithSignalsUnblocked()
        return process
    }

    private func process(_ name: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = directory.appendingPathComponent(name)
        process.arguments = arguments
        process.environment = environment
        return process
    }

    /// Runs a program to its end, or kills it after a while.
    func run(
        _ name: String,
        _ arguments: [String],
        killedAfter delay: Duration? = nil
    ) async throws -> Result {
        let output = Pipe()
        let process = try start(name, arguments, output: output)
        if let delay {
            let pid = process.processIdentifier
            DispatchQueue.global().asyncAfter(deadline: .now() + delay / .seconds(1)) {
                if process.isRunning { kill(pid, SIGKILL) }
            }
        }
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let data = output.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                continuation.resume(
                    returning: Result(
                        status: process.terminationStatus,
                        isKilled: process.terminationReason == .uncaughtSignal,
                        output: String(decoding: data, as: UTF8.self)
                    )
                )
            }
        }
    }

    /// Runs a program to its end and insists on success.
    func must(_ name: String, _ arguments: [String]) async throws -> String {
        let result = try await run(name, arguments)
        guard result.status == 0 || result.status == 75 else {
            throw DemoError.programFailed(
                "\(name) \(arguments.joined(separator: " "))",
                result.status
            )
        }
        return result.output
    }
}

/// What ends the demo early.
enum DemoError: Error, CustomStringConvertible {
    case programFailed(String, Int32)
    case sandboxSilent
    case refused(String)
    case notQuiet([String])

    var description: String {
        switch self {
        case .programFailed(let command, let status): "\(command) ended with status \(status)"
        case .sandboxSilent: "reservoir-sandbox did not say where it listens"
        case .refused(let what): what
        case .notQuiet(let stuck): "not finished: " + stuck.joined(separator: "; ")
        }
    }
}
