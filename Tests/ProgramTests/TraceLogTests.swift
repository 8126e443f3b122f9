import Dispatch
import Foundation
import Postgres
import Testing

@testable import reservoir_demo

/// A trace is found again where people look: in the log of a drain, and in the story of a message.
@Suite("The trace of a message", .serialized)
struct TraceLogTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    @Test("stands in the drain's line about it, and in its story")
    func shown() async throws {
        try await Stage.with(.submitted(7)) { stage in
            try await stage.connection.script(
                """
                UPDATE preorder.reservation
                SET traceparent = '00-\(Self.trace)-00f067aa0ba902b7-01'
                """
            )
            try await stage.drain("payments")
            let log = try await Self.log(
                of: "reservoir-drain",
                ["mail", "--log-json"],
                stage.world.environment
            )
            let lines = log.split(separator: "\n")
                .filter { $0.contains("message worked on") }
            let mails = "SELECT count(*) FROM outbox.message WHERE channel = 'mail'"
            #expect(try await stage.number(mails) == lines.count)
            for word in [Self.trace, "\"outcome\":\"applied\"", "\"attempt\":", "\"message_id\":"] {
                #expect(lines.allSatisfy { $0.contains(word) }, "\(word): \(lines)")
            }
            let id = "SELECT max(id) FROM outbox.message WHERE channel = 'mail'"
            let story = try await ProgramRunner(environment: stage.world.environment)
                .run("reservoir-admin", ["explain", "\(try await stage.number(id))"])
            #expect(story.output.contains("trace \(Self.trace)"), "\(story.output)")
        }
    }

    /// What a program writes on standard output and standard error.
    private static func log(
        of program: String,
        _ arguments: [String],
        _ environment: [String: String]
    ) async throws -> String {
        let path = URL(fileURLWithPath: ProgramRunner.own).deletingLastPathComponent()
            .appendingPathComponent(program).path
        let (shell, output) = (Process(), Pipe())
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", #"exec "$0" "$@" 2>&1"#, path] + arguments
        shell.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        shell.standardOutput = output
        try shell.run()
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let data = output.fileHandleForReading.readDataToEndOfFile()
                shell.waitUntilExit()
                continuation.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
    }
}
