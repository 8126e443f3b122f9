import Foundation
import Postgres
import Testing

@testable import reservoir_demo

@Suite("A gateway that is down for ten minutes under load", .serialized)
struct LongOutageTests {
    @Test(
        "spends no try, opens the breaker and recovers by itself",
        arguments: ["reset", "503"]
    )
    func recovers(kind: String) async throws {
        // Time begins at DemoCatalogue.start and stands still until it is moved.
        let down = [
            "--down-from", "2026-03-02T09:00:00Z", "--down-for", "600", "--down-kind", kind,
        ]
        try await Stage.with(reservations: 30, declineRate: 0, faults: down) { stage in
            let stripe = "account LIKE 'stripe-%'"
            let submitted = try await stage.number(
                "SELECT count(*) FROM preorder.payment WHERE status = 'pending' AND \(stripe)"
            )
            var statuses: [Int32] = []
            for _ in 0..<10 {
                statuses.append(try await stage.run("reservoir-drain", ["payments"]).status)
                _ = try await stage.run("reservoir-sweep", ["unknown"])
                try await stage.connection.execute(MoveClock(seconds: 60))
            }
            // While the breakers wait for their probe there is nothing to do.
            #expect(statuses.contains(75))
            #expect(Set(statuses).isSubset(of: [0, 75]))
            #expect(try await stage.number("SELECT max(attempts) FROM outbox.queue") == 0)
            #expect(
                try await stage.number(
                    "SELECT count(*) FROM outbox.breaker WHERE state <> 'closed'"
                ) == 5
            )
            #expect(try await stage.number("SELECT count(*) FROM outbox.dead_letter") == 0)
            let broken = try await stage.finish()
            #expect(broken == [])
            #expect(
                try await stage.number(
                    "SELECT count(*) FROM preorder.payment WHERE status = 'completed' AND \(stripe)"
                ) == submitted
            )
            // An authentication at Toss Payments lives for ten minutes: it is over.
            #expect(
                try await stage.number(
                    """
                    SELECT count(*) FROM preorder.payment AS p
                    JOIN outbox.message AS m ON m.key = p.reservation_id
                     AND m.kind = 'payment_failed'
                     AND m.payload ->> 'reason' = p.failure_reason
                    WHERE p.account = 'toss-kr' AND p.status = 'failed'
                      AND p.failure_reason IN ('deadline_passed', 'authentication_expired')
                    """
                ) > 0
            )
            #expect(
                try await stage.number(
                    "SELECT count(*) FROM outbox.breaker WHERE state <> 'closed'"
                ) == 0
            )
            #expect(try await stage.number("SELECT sum(held) FROM preorder.point_balance") == 0)
        }
    }
}
