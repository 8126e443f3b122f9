import Foundation
import Postgres
import Preorder
import Sandbox
import TestTurns
import Testing

@Suite("A refund on request", .inTurn)
struct RefundTests {
    /// A charge with 1,000 points that completed and whose member asks for it back.
    private func asked(_ country: String, _ market: Market) async throws -> Market.Sale {
        let sale = try await market.buy(
            country,
            token: country == "US" ? "pm_card_visa" : nil,
            points: 1_000
        )
        try await market.drainPayments()
        try await market.drainPoints()
        let outcome = try await RequestRefund()(
            reservationID: sale.reservationID,
            by: .member(sale.memberID),
            on: market.connection
        )
        guard case .accepted = outcome else {
            Issue.record("not accepted: \(outcome)")
            throw PostgresError.closed
        }
        return sale
    }

    /// Drains now and every two hours, until the refund is in this state, at most 20 times.
    private func drain(_ market: Market, until status: String) async throws {
        for _ in 0..<20 {
            try await market.drainPayments()
            if try await refund(market)?.hasPrefix(status) == true { return }
            try await market.wait("2 hours")
        }
    }

    /// `state|generation` of the one refund.
    private func refund(_ market: Market) async throws -> String? {
        try await market.value("SELECT status, generation FROM preorder.refund")
    }

    private func given(_ country: String) -> [String] {
        [country == "US" ? "4999 USD, 4999 back" : "58800 KRW, 58800 back"]
    }

    @Test(
        "whose gateway never answers gives up its key after some sends and uses the next one",
        arguments: ["KR", "US"]
    )
    func neverAnswers(country: String) async throws {
        try await Market.open {
            $0.faults.script = [
                ScriptedFault(
                    .timeoutBefore,
                    operation: country == "US" ? .stripeCreateRefund : .tossCancel,
                    times: 6
                )
            ]
        } _: { market in
            let sale = try await asked(country, market)
            try await drain(market, until: "completed")
            #expect(try await refund(market) == "completed|2")
            #expect(try await market.state(sale) == "refunded|refunded|-")
            #expect(try await market.truth().charged == given(country))
            try await market.drainPoints()
            #expect(try await market.balance(sale) == "1000|0")
        }
    }

    @Test("that the gateway takes back later is noticed and sent again; its points stay posted")
    func takenBack() async throws {
        try await Market.open {
            $0.faults.rates[.refundFailsLate] = 1
        } _: { market in
            let sale = try await asked("US", market)
            try await market.drainPayments()
            #expect(try await refund(market) == "completed|1")
            try await market.call("/_faults", #"{"refund_fails_late_rate": 0}"#)
            try await market.wait("25 hours")
            #expect(try await market.watchRefunds() == 1)
            #expect(try await refund(market) == "refused|1")
            #expect(try await market.state(sale) == "refund_failed|refunded|-")
            try await drain(market, until: "completed")
            #expect(try await refund(market) == "completed|2")
            #expect(try await market.state(sale) == "refunded|refunded|-")
            #expect(try await market.truth().charged == given("US"))
            try await market.drainPoints()
            #expect(try await market.balance(sale) == "1000|0")
            #expect(
                try await market.messages(sale).filter { $0 == "points/restore_spent" }.count == 1
            )
        }
    }

    @Test("that is refused is tried again under new keys, and then a person's")
    func refused() async throws {
        try await Market.open {
            $0.faults.rates[.refundRefused] = 1
        } _: { market in
            let sale = try await asked("KR", market)
            for _ in 0..<6 {
                try await market.drainPayments()
                try await market.wait("25 hours")
            }
            #expect(try await refund(market) == "refused|4")
            #expect(try await market.state(sale) == "refund_failed|refunding|-")
            #expect(
                try await market.value("SELECT kind, state FROM outbox.dead_letter")
                    == "refund|open"
            )
            #expect(try await market.messages(sale).last == "mail/refund_refused")
            // What is to be clawed back stays held, and nothing was restored.
            #expect(try await market.balance(sale)?.hasPrefix("0|") == true)
            #expect(try await market.truth().charged == ["58800 KRW, 0 back"])
        }
    }
}
