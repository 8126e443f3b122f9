import Postgres
import Sandbox
import TestTurns
import Testing

@Suite("A charge past its deadline", .inTurn)
struct DeadlineTests {
    @Test("of which nothing was sent fails without a call", arguments: ["KR", "US"])
    func neverSent(country: String) async throws {
        try await Market.open { market in
            let sale = try await market.buy(
                country,
                token: country == "US" ? "pm_card_visa" : nil,
                points: 1_000
            )
            try await market.wait(country == "KR" ? "10 minutes" : "24 hours")
            try await market.drainPayments()
            #expect(try await market.state(sale) == "failed|cancelled|deadline_passed")
            #expect(try await market.value("SELECT count(*) FROM outbox.attempt") == "0")
            #expect(try await market.calls("toss.payments.confirm") == 0)
            #expect(try await market.calls("stripe.payment_intents.create") == 0)
            try await market.drainPoints()
            #expect(try await market.balance(sale) == "1000|0")
            #expect(
                try await market.messages(sale)
                    == ["payments/charge", "points/restore", "mail/payment_failed"]
            )
        }
    }

    @Test("that is unknown at Stripe is called off, and only then fails")
    func calledOff() async throws {
        try await Market.open {
            $0.faults.script = [ScriptedFault(.rateLimit, operation: .stripeConfirmIntent)]
        } _: { market in
            let sale = try await market.buy("US", token: "pm_card_visa", points: 1_000)
            try await market.drainPayments()
            #expect(try await market.state(sale) == "pending|pending|-")
            try await market.wait("25 hours")
            try await market.drainPayments()
            #expect(try await market.state(sale) == "failed|cancelled|deadline_passed")
            #expect(try await market.truth().charges.map(\.status) == ["canceled"])
            #expect(try await market.calls("stripe.payment_intents.confirm") == 1)
        }
    }

    @Test("that is unknown at Toss Payments stays pending until the gateway says never")
    func expired() async throws {
        try await Market.open {
            $0.faults.script = [ScriptedFault(.timeoutBefore, operation: .tossConfirm)]
        } _: { market in
            let sale = try await market.buy("KR", points: 1_000)
            try await market.drainPayments()
            try await market.wait("9 minutes 59 seconds")
            try await market.drainPayments()
            #expect(try await market.state(sale) == "pending|pending|-")
            #expect(try await market.balance(sale) == "0|1000")
            for _ in 0..<2 {
                try await market.wait("1 minute")
                try await market.drainPayments()
            }
            #expect(try await market.state(sale) == "failed|cancelled|authentication_expired")
            #expect(try await market.calls("toss.payments.confirm") == 1)
            #expect(try await market.truth().charged == [])
        }
    }
}
