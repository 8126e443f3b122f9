import Foundation
import Postgres
import Testing

@testable import reservoir_demo

/// Every commit and every network boundary of the batches: a process is truly killed there, run
/// again, and the gateway's and the mailboxes' own truth judges the books.
@Suite("A batch that is killed", .serialized)
struct CrashTests {
    @Test("loses nothing and repeats nothing", arguments: CrashCase.all)
    func killed(_ crash: CrashCase) async throws {
        try await Stage.with(crash.scene) { stage in
            try await stage.crash(crash.program, crash.arguments, at: crash.point)
            try await stage.connection.execute(MoveClock(seconds: crash.patience))
            let again = try await stage.run(crash.program, crash.arguments)
            #expect(again.status == 0, "\(again.output)")
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

    @Test("together with others, all at once, loses nothing and repeats nothing", arguments: 1...3)
    func severalAtOnce(_ variant: Int) async throws {
        try await Stage.with(.refundsRequested, Conditions(lease: 4)) { stage in
            try await stage.takeReservations(30)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for point in Self.deaths(variant) {
                    group.addTask {
                        let channel = String(point.prefix { $0 != ":" })
                        _ = try await stage.run(
                            "reservoir-drain",
                            [channel],
                            ["RESERVOIR_CRASH_AT": point]
                        )
                    }
                }
                try await group.waitForAll()
            }
            let broken = try await stage.finish()
            #expect(broken == [])
        }
    }

    /// Where drains die, if they come that far; of each channel two, because a message that dies
    /// alone three times is rightly left to a person.
    private static func deaths(_ variant: Int) -> [String] {
        [
            "payments:wire:after#\(variant * 3)", "payments:settle:before-commit#\(variant)",
            "points:touch:before-commit#\(variant)", "points:mark:after-commit",
            "mail:wire:before#\(variant * 2)", "mail:settle:after-commit#\(variant)",
            "reports:touch:after-commit", "reports:mark:before-commit#\(variant)",
        ]
    }
}
