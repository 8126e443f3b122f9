import Batch
import Foundation
import PrivateCluster

/// A load on the API: so many requests, over so many connections, each by the next member.
struct WrkLoad: Sendable {
    /// What is asked for.
    enum Asking: String, Sendable {
        /// The catalogue, whole.
        case catalogue

        /// The catalogue, if it has changed.
        case conditional

        /// A reservation of the game.
        case reservation
    }

    let asking: Asking
    let url: String
    let tokens: String
    var game = ""
    let requests: Int
    let connections: Int

    /// How many members ask; the first ones.
    let members: Int

    /// What came of it.
    struct Result: Sendable, Decodable {
        let seconds: Double
        let statuses: [String: Int]
        let p50: Double
        let p99: Double
        let faults: Int

        var perSecond: Double { Double(statuses.values.reduce(0, +)) / seconds }
    }

    /// Longer than any leg takes; the script ends wrk when every request is answered.
    private static let secondsMax = 600

    func run(in folder: String) async throws -> Result {
        let script = folder + "/load.lua"
        try Data(WrkScript.text.utf8).write(to: URL(fileURLWithPath: script))
        let output = try await Program.run(
            try Tool.find("wrk"),
            [
                "--threads", "1", "--connections", "\(connections)",
                "--duration", "\(Self.secondsMax)s", "--timeout", "60s", "--script", script, url,
                "--", asking.rawValue, tokens, game, "\(requests)", "\(members)",
            ]
        )
        guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix("{") }) else {
            throw PrivateClusterError.programFailed("wrk", output: output)
        }
        return try JSONDecoder().decode(Result.self, from: Data(line.utf8))
    }
}

/// A program of the system's.
enum Tool {
    /// Its path.
    static func find(_ name: String, in programs: String? = nil) throws -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let places = [programs].compactMap { $0 } + path.split(separator: ":").map(String.init)
        let found = places.map { $0 + "/" + name }
            .first(where: FileManager.default.isExecutableFile(atPath:))
        guard let found else {
            throw ProgramError.unavailable("\(name) is missing; jobs/bootstrap installs it")
        }
        return found
    }
}
