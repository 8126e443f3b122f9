import Foundation
import Postgres
import Testing

@testable import reservoir_demo

@Suite("A gateway that never answers", .serialized)
struct OutageTests {
    @Test("makes no payment fail and gives no points back, also past every deadline")
    func neverAnswers() async throws {
        try await Stage.with(
            reservations: 8,
            declineRate: 0,
            faults: ["--timeout-all", "--timeout-hold", "3"]
        ) { stage in
            for _ in 0..<3 {
                _ = try await stage.run("reservoir-drain", ["payments"])
                try await stage.connection.execute(MoveClock(seconds: 3_000))
            }
            let failed = "SELECT count(*) FROM preorder.payment WHERE status = 'failed'"
            #expect(try await stage.number("\(failed) AND failure_reason <> 'abandoned'") == 0)
            #expect(
                try await stage.number(
                    "SELECT count(*) FROM preorder.point_entry WHERE kind = 'restore'"
                ) == 0
            )
            #expect(
                try await stage.number(
                    "SELECT count(*) FROM outbox.open_attempt WHERE is_unknown"
                ) > 0
            )
        }
    }

    @Test("refusing connections spends no attempt, ends with status 75, and recovers by itself")
    func unreachable() async throws {
        try await Stage.with(reservations: 8) { stage in
            let dead = "http://127.0.0.1:9"
            let result = try await stage.run(
                "reservoir-drain",
                ["payments"],
                ["RESERVOIR_STRIPE_URL": dead, "RESERVOIR_TOSS_URL": dead]
            )
            #expect(result.status == 75)
            #expect(try await stage.number("SELECT sum(attempts) FROM outbox.queue") == 0)
            let broken = try await stage.finish()
            #expect(broken == [])
        }
    }
}
