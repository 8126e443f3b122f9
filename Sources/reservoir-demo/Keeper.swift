import Batch
import Foundation
import PrivateCluster

/// Leaves the demo's world running behind a directory, and ends it again.
///
/// The world lives in a background process of its own session; the directory holds what others
/// need: `env` to source, `pid`, `output` with tables and verdict,
/// `log`, and `status` once it is ready.
struct Keeper: Sendable {
    let directory: String

    private func path(_ name: String) -> String { directory + "/" + name }

    /// Starts the background process, waits for its verdict and prints it.
    ///
    /// - Returns: the exit status of the story.
    func start(_ arguments: [String]) async throws -> Int32 {
        guard !FileManager.default.fileExists(atPath: path("pid")) else {
            throw ProgramError.usage("\(directory) keeps a demo already; end it with --stop")
        }
        do {
            try FileManager.default.createDirectory(
                atPath: directory,
                withIntermediateDirectories: true
            )
        } catch {
            throw ProgramError.usage("\(directory) cannot be made: \(error.localizedDescription)")
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
        process.arguments = [ProgramRunner.own] + arguments + ["--hold"]
        process.standardInput = FileHandle.nullDevice
        try Data().write(to: URL(fileURLWithPath: path("output")))
        process.standardOutput = FileHandle(forWritingAtPath: path("output"))
        // Of its own, or whoever reads ours would wait for the background process to end.
        try Data().write(to: URL(fileURLWithPath: path("log")))
        process.standardError = FileHandle(forWritingAtPath: path("log"))
        try process.runWithSignalsUnblocked()
        let log = try FileHandle(forReadingFrom: URL(fileURLWithPath: path("log")))
        do {
            while process.isRunning, !FileManager.default.fileExists(atPath: path("status")) {
                try await Task.sleep(for: .milliseconds(100))
                FileHandle.standardError.write(log.readDataToEndOfFile())
            }
        } catch {
            // Ctrl-C does not reach a session of its own.
            process.terminate()
            process.waitUntilExit()
            throw ProgramError.unavailable("ended before it was ready")
        }
        print(try String(contentsOfFile: path("output"), encoding: .utf8), terminator: "")
        guard process.isRunning else { return process.terminationStatus }
        print("Kept: . \(path("env")); end it with reservoir-demo --stop \(directory)")
        return Int32(try String(contentsOfFile: path("status"), encoding: .utf8)) ?? 70
    }

    /// In the background process: says where everything is, and that it is ready.
    func announce(_ environment: [String: String], status: ExitStatus) throws {
        let lines = environment.sorted { $0.key < $1.key }.map { name, value in
            "export \(name)='\(value.replacingOccurrences(of: "'", with: "'\\''"))'\n"
        }
        try Data().write(to: URL(fileURLWithPath: path("env")))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600],
            ofItemAtPath: path("env")
        )
        try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: path("env")))
        let pid = "\(ProcessInfo.processInfo.processIdentifier)"
        try Data(pid.utf8).write(to: URL(fileURLWithPath: path("pid")))
        let ready = Data("\(status.rawValue)".utf8)
        try ready.write(to: URL(fileURLWithPath: path("status")), options: .atomic)
    }

    /// Ends a kept demo and waits until it is gone.
    func stop() async throws {
        guard FileManager.default.fileExists(atPath: path("pid")),
            let pid = Int32(try String(contentsOfFile: path("pid"), encoding: .utf8))
        else { throw ProgramError.usage("\(directory) keeps no demo") }
        kill(pid, SIGTERM)
        while kill(pid, 0) == 0 { try await Task.sleep(for: .milliseconds(100)) }
        for name in ["pid", "env", "status", "output", "log"] {
            try FileManager.default.removeItem(atPath: path(name))
        }
        // The directory goes too, unless somebody has put something into it.
        rmdir(directory)
    }
}
