import Foundation
import Sandbox
import TestTurns
import Testing

@Suite("The program reservoir-sandbox", .inTurn)
struct ProgramTests {
    /// The program stands beside the test bundle, where the build put both.
    private static let executable = ([Bundle.main.bundlePath] + CommandLine.arguments)
        .map { URL(fileURLWithPath: $0) }
        .flatMap { [$0, $0.deletingLastPathComponent()] }
        .map { $0.appendingPathComponent("reservoir-sandbox") }
        .first { FileManager.default.isExecutableFile(atPath: $0.path) }

    private struct Line: Decodable {
        let url: String
        let smtpPort: Int
        let controlURL: String
        let pid: Int32

        enum CodingKeys: String, CodingKey {
            case url
            case smtpPort = "smtp_port"
            case controlURL = "control_url"
            case pid
        }

        var client: SandboxClient {
            SandboxClient(
                address: SandboxAddress(url: url, smtpPort: smtpPort, controlURL: controlURL)
            )
        }
    }

    private func start(_ arguments: [String]) throws -> (Process, FileHandle) {
        let process = Process()
        let executable: URL = try #require(Self.executable)
        process.executableURL = executable
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        return (process, output.fileHandleForReading)
    }

    @Test("it says where it is, survives a kill with all it knew, and ends with 0 on SIGTERM")
    func killAndRestart() async throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("sandbox-\(UUID().uuidString).journal")
        defer { unlink(file.path) }
        let options = ["--truth", file.path, "--timeout-hold", "0"]

        let (first, firstOutput) = try start(options)
        let firstLine = try JSONDecoder().decode(Line.self, from: firstOutput.availableData)
        #expect(firstLine.pid == first.processIdentifier)
        let client = firstLine.client
        let id = try await client.chargedIntent()
        let truth = try await client.control("/_truth").body
        kill(first.processIdentifier, SIGKILL)
        first.waitUntilExit()

        let (second, secondOutput) = try start(options)
        let secondLine = try JSONDecoder().decode(Line.self, from: secondOutput.availableData)
        let again = secondLine.client
        #expect(try await again.control("/_truth").body == truth)
        let replayed = try await again.confirm(id, key: "confirm-pay_1")
        #expect(replayed.headers["idempotent-replayed"] == "true")
        second.terminate()
        second.waitUntilExit()
        #expect(second.terminationStatus == 0)
        #expect(second.terminationReason == .exit)
    }

    @Test(
        "wrong usage ends with 64",
        arguments: [["--decline-rate", "2"], ["--port", "-1"], ["--nonsense"]]
    )
    func usage(_ arguments: [String]) throws {
        let (process, _) = try start(arguments)
        process.waitUntilExit()
        #expect(process.terminationStatus == 64)
    }

    @Test("a truth file that cannot be opened ends with 75")
    func badFile() throws {
        let (process, _) = try start(["--truth", "/nowhere/truth"])
        process.waitUntilExit()
        #expect(process.terminationStatus == 75)
    }
}
