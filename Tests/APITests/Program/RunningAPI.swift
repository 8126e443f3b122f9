import Foundation
import Postgres
import Testing

/// The program as it was built, serving a shop's database.
struct RunningAPI {
    let process: Process
    let url: String
    private let errors: String

    /// What a shop's API needs to know.
    static func environment(_ shop: Shop) -> [String: String] {
        [
            "RESERVOIR_API_DATABASE_URL": shop.conninfo.replacing(
                "user='postgres'",
                with: "user='reservoir_api'"
            ), "RESERVOIR_API_JWKS": shop.tokens.keyFile,
            "RESERVOIR_SEAL_KEYS": "k:" + Data(repeating: 7, count: 32).base64EncodedString(),
        ]
    }

    /// A process that has not begun, and the file that its standard error goes to.
    static func process(
        _ arguments: [String],
        _ environment: [String: String]
    ) throws -> (Process, errors: String) {
        let errors = FileManager.default.temporaryDirectory
            .appendingPathComponent("api-\(UUID().uuidString).log").path
        try Data().write(to: URL(fileURLWithPath: errors))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("reservoir-api")
        process.arguments = arguments
        process.environment = environment
        process.standardError = FileHandle(forWritingAtPath: errors)
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        return (process, errors)
    }

    /// Starts it and waits until it says where it listens.
    ///
    /// `settings` are besides those of `environment`, or instead.
    static func start(
        _ shop: Shop,
        _ settings: [String: String] = [:]
    ) async throws -> RunningAPI {
        let (process, errors) = try process(
            ["--port", "0"],
            environment(shop).merging(settings) { _, own in own }
        )
        try process.run()
        while process.isRunning {
            let log = try String(contentsOfFile: errors, encoding: .utf8)
            if let match = log.firstMatch(of: /message=listening port=(\d+)\n/) {
                let url = "http://127.0.0.1:\(match.1)"
                return RunningAPI(process: process, url: url, errors: errors)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Ended(errors: try String(contentsOfFile: errors, encoding: .utf8))
    }

    /// It ended before it listened.
    struct Ended: Error {
        let errors: String
    }

    /// Everything it has logged so far.
    func log() throws -> String { try String(contentsOfFile: errors, encoding: .utf8) }

    /// Waits for its end, without a thread that others need.
    func status() async throws -> Int32 {
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        return process.terminationStatus
    }
}
