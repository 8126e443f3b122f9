import Channels
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A gateway that refuses our credential", .inTurn)
struct RefusedCredentialTests {
    @Test(
        "has its account paused, no charge fails, and all goes on when it is resumed",
        arguments: ["KR", "US"]
    )
    func paused(country: String) async throws {
        try await Market.open { market in
            let sale = try await market.buy(
                country,
                token: country == "US" ? "pm_card_visa" : nil
            )
            let account = country == "US" ? "stripe-us" : "toss-kr"
            let wrong = try market.gateways(secret: "nobody")
            let counts = try await market.drainPayments(wrong)
            #expect(counts.dead == 0 && counts.rejected == 0)
            #expect(
                try await market.lines("SELECT scope, name, paused_by FROM outbox.pause")
                    == ["account|\(account)|reservoir-drain"]
            )
            #expect(try await market.state(sale) == "pending|pending|-")
            #expect(
                try await market.value(
                    "SELECT sum(attempts) FROM outbox.queue WHERE channel = 'payments'"
                ) == "0"
            )
            try await market.wait("2 minutes")
            #expect(try await market.drainPayments().paused == 1)
            #expect(try await market.truth().charged == [])
            try await Pauses(by: .setUp).resume(.account(account), on: market.connection).get()
            try await market.drainPayments()
            #expect(try await market.state(sale) == "completed|reserved|-")
        }
    }
}
