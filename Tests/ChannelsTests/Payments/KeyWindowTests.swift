import Postgres
import Preorder
import Sandbox
import TestTurns
import Testing

@Suite("An unanswered charge whose key may be forgotten", .inTurn)
struct KeyWindowTests {
    private func unanswered(_ market: Market) async throws -> Market.Sale {
        try await market.connection.script(
            "UPDATE preorder.policy SET charge_deadline_minutes = 43200"
        )
        let sale = try await market.buy("US", token: "pm_card_visa", points: 1_000)
        try await market.drainPayments()
        #expect(try await market.state(sale) == "pending|pending|-")
        return sale
    }

    @Test("is looked up and never sent again, and is called off after its deadline")
    func onlyLookedUp() async throws {
        try await Market.open {
            $0.faults.script = [ScriptedFault(.timeoutBefore, operation: .stripeConfirmIntent)]
        } _: { market in
            let sale = try await unanswered(market)
            for _ in 0..<4 {
                try await market.wait("20 hours")
                try await market.drainPayments()
            }
            #expect(try await market.state(sale) == "pending|pending|-")
            #expect(try await market.calls("stripe.payment_intents.retrieve") == 4)
            #expect(
                try await market.value("SELECT sends, is_unknown FROM outbox.open_attempt") == "1|t"
            )
            try await market.wait("30 days")
            for _ in 0..<2 {
                try await market.drainPayments()
                try await market.wait("2 hours")
            }
            #expect(try await market.state(sale) == "failed|cancelled|deadline_passed")
            #expect(try await market.calls("stripe.payment_intents.confirm") == 1)
            #expect(try await market.truth().charged == [])
        }
    }

    @Test("is sent again inside the window, under the same key, and charged once")
    func sentAgain() async throws {
        try await Market.open {
            $0.faults.script = [ScriptedFault(.timeoutBefore, operation: .stripeConfirmIntent)]
        } _: { market in
            let sale = try await unanswered(market)
            try await market.wait("19 hours")
            try await market.drainPayments()
            #expect(try await market.state(sale) == "completed|reserved|-")
            #expect(try await market.truth().charged == ["4999 USD, 0 back"])
            #expect(
                try await market.value(
                    """
                    SELECT count(DISTINCT idempotency_key), count(*) FROM outbox.attempt
                    WHERE operation = 'confirm' AND event IN ('sent', 'resent')
                    """
                ) == "1|2"
            )
        }
    }

    @Test("cannot be sent: the database refuses it as well")
    func refused() async throws {
        try await Market.open {
            $0.faults.script = [ScriptedFault(.timeoutBefore, operation: .stripeConfirmIntent)]
        } _: { market in
            _ = try await unanswered(market)
            let error = await #expect(throws: PostgresError.self) {
                try await market.connection.script(
                    "UPDATE outbox.open_attempt SET last_sent_at = window_ends_at"
                )
            }
            guard case .server(let refusal) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(refusal.constraint == "open_attempt_window")
        }
    }
}
