import Postgres
import Testing

@testable import reservoir_demo

@Suite("A charge that took effect although its reservation was withdrawn", .serialized)
struct ReversalTests {
    @Test("is given back in full, once, with the points restored and a mail")
    func reversed() async throws {
        try await Stage.with(reservations: 20, declineRate: 0) { stage in
            try await stage.crash(
                "reservoir-drain",
                ["payments"],
                at: "payments:settle:before-commit"
            )
            try await stage.connection.script(
                """
                UPDATE preorder.reservation SET status = 'cancelled' WHERE status = 'pending';
                UPDATE preorder.payment SET withdrawn_at = outbox.now() WHERE status = 'pending'
                """
            )
            let broken = try await stage.finish()
            #expect(broken == [])
            let reversed = try await stage.number(
                "SELECT count(*) FROM preorder.payment WHERE status = 'reversed'"
            )
            #expect(reversed > 0)
            #expect(
                try await stage.number(
                    """
                    SELECT count(*) FROM preorder.refund AS f
                    JOIN outbox.message AS m ON m.compensates = f.compensates
                    WHERE f.status = 'completed' AND f.cause = 'reversal'
                    """
                ) == reversed
            )
            #expect(try await stage.number("SELECT sum(held) FROM preorder.point_balance") == 0)
            #expect(
                try await stage.number(
                    "SELECT count(*) FROM outbox.message WHERE kind = 'charge_reversed'"
                )
                    == reversed
            )
            #expect(
                try await stage.number(
                    "SELECT count(*) FROM preorder.point_entry WHERE kind = 'earn'"
                )
                    == 0
            )
        }
    }
}
