import Foundation

/// Runs a program to its end.
public enum Program {
    /// Runs a program and returns what it wrote.
    ///
    /// - Throws: `programFailed` unless it exits with 0.
    public static func run(_ file: String, _ arguments: [String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: file)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        // The programs run here write a few lines, which the pipe holds until they have ended.
        try await ended(process) { try process.runWithSignalsUnblocked() }
        let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw PrivateClusterError.programFailed(file, output: text)
        }
        return text
    }

    private static func ended(_ process: Process, _ start: () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try start()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }
}
