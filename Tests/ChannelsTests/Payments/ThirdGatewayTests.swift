import Channels
import Foundation
import Gateways
import Money
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Added together, without touching what exists", .inTurn)
struct ThirdGatewayTests {
    /// Down to the next lower thousand.
    private struct RoundDown: DiscountPolicy {
        let name = "round_down"

        func discountMinor(list: Money, amount: Int64) -> Int64 {
            min(list.amountMinor % 1_000, amount)
        }
    }

    @Test("a gateway, a payment method and a discount policy sell a game from end to end")
    func sells() async throws {
        try await Market.open { market in
            try await market.connection.script(
                """
                INSERT INTO preorder.gateway VALUES ('voucher', NULL);
                INSERT INTO preorder.gateway_currency VALUES ('voucher', 'KRW', 0, 1000, 1000)
                """
            )
            let offices = CountryOffices(by: .setUp)
            try await offices.addAccount(
                "voucher-kr",
                gateway: "voucher",
                country: "KR",
                credentialID: "v1",
                on: market.connection
            ).get()
            try await offices.enable(
                "voucher",
                country: "KR",
                account: "voucher-kr",
                on: market.connection
            ).get()
            var policies = DiscountPolicies()
            policies.register(RoundDown())
            let draft = DiscountDraft(
                gameID: market.gameID,
                country: "KR",
                policy: "round_down",
                amount: 900,
                from: try #require(Timestamp("2026-11-23T12:00:00Z")),
                until: try #require(Timestamp("2026-12-01T00:00:00Z")),
                by: .administrator("ada"),
                reason: "launch week"
            )
            _ = try await Discounts(policies: policies).register(draft, on: market.connection).get()
            let gateway = ScriptedGateway { .applied(ScriptedGateway.evidence($0)) }
            let sale = try await market.buy(
                "KR",
                token: "code-1",
                method: "voucher",
                shown: 59_000,
                policies: policies
            )
            try await market.drainPayments(GatewayDirectory(["voucher-kr": gateway]))
            #expect(try await market.state(sale) == "completed|reserved|-")
            #expect(
                try await market.value(
                    "SELECT account, method, amount_minor, gateway_payment_id FROM preorder.payment"
                ) == "voucher-kr|voucher|59000|voucher-1"
            )
        }
    }
}
