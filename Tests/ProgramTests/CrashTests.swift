import Foundation
import Testing

@testable import reservoir_demo

/// Every commit and every network boundary of the drains: a process is truly killed there, run
/// again, and the gateway's and the mailboxes' own truth judges the books.
@Suite("A drain that is killed", .serialized)
struct CrashTests {
    static let external =
        ["mark", "touch", "settle"]
        .flatMap { ["\($0):before-commit", "\($0):after-commit"] } + ["wire:before", "wire:after"]
    static let `internal` = ["mark", "touch"]
        .flatMap { ["\($0):before-commit", "\($0):after-commit"] }
    static let points =
        external.map { "payments:\($0)" } + Self.internal.map { "points:\($0)" }
        + external.map { "mail:\($0)" } + Self.internal.map { "reports:\($0)" }

    @Test("loses nothing and repeats nothing", arguments: points)
    func killed(at point: String) async throws {
        try await Stage.with { stage in
            let channel = String(point.prefix { $0 != ":" })
            for earlier in ["payments", "points", "mail", "reports"] {
                if earlier == channel { break }
                _ = try await stage.run("reservoir-drain", [earlier])
            }
            let result = try await stage.run(
                "reservoir-drain",
                [channel],
                ["RESERVOIR_CRASH_AT": point]
            )
            #expect(result.isKilled && result.status == SIGKILL, "\(point) was not reached")
            let broken = try await stage.finish()
            #expect(broken == [])
        }
    }

    @Test("in the middle of many, with others at work, loses nothing and repeats nothing")
    func killedAmongOthers() async throws {
        try await Stage.with(reservations: 60) { stage in
            async let victim = stage.run(
                "reservoir-drain",
                ["payments"],
                ["RESERVOIR_CRASH_AT": "payments:wire:after#5"]
            )
            async let other = stage.run("reservoir-drain", ["payments"])
            _ = try await (victim, other)
            let broken = try await stage.finish()
            #expect(broken == [])
        }
    }
}
