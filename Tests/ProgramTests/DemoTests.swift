import Postgres
import Preorder
import Testing

@testable import reservoir_demo

@Suite("The demo", .serialized)
struct DemoTests {
    @Test("leaves every declined member a mail with the reason, the points and no purchase")
    func declined() async throws {
        try await Stage.with(reservations: 40, declineRate: 0.5) { stage in
            let broken = try await stage.finish()
            #expect(broken == [])
            let failed = try await stage.number(
                "SELECT count(*) FROM preorder.payment WHERE status = 'failed'"
            )
            let told = try await stage.number(
                """
                SELECT count(*) FROM preorder.payment AS p JOIN outbox.message AS m
                  ON m.key = p.reservation_id AND m.kind = 'payment_failed'
                 AND m.payload ->> 'reason' = p.failure_reason
                WHERE p.status = 'failed'
                """
            )
            #expect(failed > 0)
            #expect(told == failed)
            #expect(try await stage.number("SELECT sum(held) FROM preorder.point_balance") == 0)
        }
    }

    @Test("with faults of every kind ends with books that agree")
    func faults() async throws {
        let faults = [
            "--timeout-after-rate", "0.05", "--drop-rate", "0.1", "--error-after-rate", "0.1",
            "--error-before-rate", "0.05", "--rate-limit-rate", "0.1", "--timeout-hold", "3",
            "--mail-4xx-rate", "0.1",
        ]
        try await Stage.with(reservations: 40, faults: faults) { stage in
            let broken = try await stage.finish()
            #expect(broken == [])
        }
    }
}
