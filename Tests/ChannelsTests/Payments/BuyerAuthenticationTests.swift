import Foundation
import Postgres
import Preorder
import Sandbox
import TestTurns
import Testing

@Suite("A buyer who must authenticate", .inTurn)
struct BuyerAuthenticationTests {
    /// A charge that waits for its buyer; returns the address that the buyer is sent to.
    private func waiting(_ market: Market) async throws -> (Market.Sale, url: String) {
        let sale = try await market.buy(
            "US",
            token: "pm_card_authenticationRequired",
            points: 1_000
        )
        try await market.drainPayments()
        #expect(try await market.state(sale) == "action_required|pending|-")
        let seen = try await market.connection.first(
            ReadPayment(paymentID: sale.paymentID, memberID: sale.memberID)
        )
        let url = try #require(seen?.actionURL)
        #expect(url.hasPrefix("\(market.sandbox.url)/authenticate?payment_intent=pi_"))
        return (sale, url)
    }

    private func answer(_ url: String, declines: Bool, _ market: Market) async throws {
        let intent = try #require(url.split(separator: "=").last)
        let answer = try await market.call(
            "/_authenticate",
            """
            {"gateway": "stripe", "paymentIntent": "\(intent)", "decline": \(declines)}
            """
        )
        #expect(answer.status == 200)
    }

    @Test("is waited for without another charge, and is charged once they have")
    func approves() async throws {
        try await Market.open { market in
            let (sale, url) = try await waiting(market)
            try await market.wait("20 seconds")
            try await market.drainPayments()
            #expect(try await market.state(sale) == "action_required|pending|-")
            try await answer(url, declines: false, market)
            try await market.wait("20 seconds")
            try await market.drainPayments()
            #expect(try await market.state(sale) == "completed|reserved|-")
            #expect(try await market.truth().charged == ["4999 USD, 0 back"])
            #expect(try await market.calls("stripe.payment_intents.confirm") == 1)
            #expect(
                try await market.messages(sale) == [
                    "payments/charge", "points/spend", "points/earn", "mail/payment_completed",
                ]
            )
        }
    }

    @Test("has their reservation locked before their payment, as by every writer")
    func lockOrder() async throws {
        try await Market.open { market in
            let sale = try await market.buy("US", token: "pm_card_authenticationRequired")
            let other = try await MarketTemplate.connect(market.conninfo)
            try await other.script("BEGIN; SELECT FROM preorder.reservation FOR UPDATE")
            async let drained = market.drainPayments()
            while try await market.value(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """
            ) == "0" { await Task.yield() }
            let isFree: Bool
            do {
                try await other.script("SELECT FROM preorder.payment FOR UPDATE NOWAIT; COMMIT")
                isFree = true
            } catch PostgresError.server(let error) {
                #expect(error.sqlState == .lockNotAvailable)
                isFree = false
            }
            await other.close()
            _ = try await drained
            #expect(isFree)
            #expect(try await market.state(sale) == "action_required|pending|-")
        }
    }

    @Test("and does not is told so: called off, withdrawn, points back")
    func declines() async throws {
        try await Market.open { market in
            let (sale, url) = try await waiting(market)
            try await answer(url, declines: true, market)
            try await market.wait("20 seconds")
            try await market.drainPayments()
            #expect(try await market.state(sale) == "failed|cancelled|authentication_required")
            try await market.drainPoints()
            #expect(try await market.balance(sale) == "1000|0")
            #expect(try await market.truth().charges.map(\.status) == ["canceled"])
        }
    }

    @Test("only after the deadline finds the charge called off")
    func late() async throws {
        try await Market.open { market in
            let (sale, url) = try await waiting(market)
            try await market.wait("25 hours")
            try await market.drainPayments()
            #expect(try await market.state(sale) == "failed|cancelled|deadline_passed")
            try await answer(url, declines: false, market)
            try await market.wait("1 hour")
            try await market.drainPayments()
            #expect(try await market.state(sale) == "failed|cancelled|deadline_passed")
            #expect(try await market.truth().charged == [])
            try await market.drainPoints()
            #expect(try await market.balance(sale) == "1000|0")
            #expect(
                try await market.messages(sale)
                    == ["payments/charge", "points/restore", "mail/payment_failed"]
            )
        }
    }
}
