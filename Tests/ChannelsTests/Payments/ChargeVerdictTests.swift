import Channels
import Foundation
import Gateways
import Money
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A charge that its gateway", .inTurn)
struct ChargeVerdictTests {
    @Test("shows with another amount stays unknown: nothing fails, no points go back")
    func mismatch() async throws {
        try await Market.open { market in
            let gateway = ScriptedGateway(
                looks: { order in
                    let amount = "1 \(order.amount.currency)"
                    return .mismatch(
                        ChargeEvidence(
                            gatewayPaymentID: "voucher-1",
                            amount: nil,
                            gatewayAmount: amount,
                            at: nil,
                            method: nil,
                            rawStatus: "redeemed"
                        )
                    )
                },
                answers: { .mismatch(ScriptedGateway.evidence($0, amountMinor: 1)) }
            )
            let directory = GatewayDirectory(["toss-kr": gateway])
            let sale = try await market.buy("KR", token: "code-1", points: 1_000)
            for wait in ["10 seconds", "20 seconds", "1 hour", "1 day"] {
                try await market.drainPayments(directory)
                try await market.wait(wait)
            }
            #expect(try await market.state(sale) == "pending|pending|-")
            #expect(try await market.balance(sale) == "0|1000")
            #expect(gateway.sent == 2)
            #expect(gateway.looked == 2)
            #expect(
                try await market.lines(
                    "SELECT DISTINCT detail FROM outbox.attempt WHERE event = 'asked'"
                )
                    == ["the gateway shows 1 KRW"]
            )
            #expect(
                try await market.value("SELECT is_unknown FROM outbox.open_attempt") == "t"
            )
        }
    }

    @Test("certainly did not make, as often as the policy allows, fails: out of tries")
    func outOfTries() async throws {
        try await Market.open { market in
            try await market.connection.script(
                """
                UPDATE outbox.retry_policy SET attempts_max = 3
                WHERE channel = 'payments' AND kind = '*'
                """
            )
            let gateway = ScriptedGateway { _ in .retry(reason: "busy", after: nil) }
            let directory = GatewayDirectory(["toss-kr": gateway])
            let sale = try await market.buy("KR", token: "code-1", points: 1_000)
            for _ in 0..<2 {
                try await market.drainPayments(directory)
                #expect(try await market.state(sale) == "pending|pending|-")
                try await market.wait("30 seconds")
            }
            try await market.drainPayments(directory)
            #expect(try await market.state(sale) == "failed|cancelled|out_of_tries")
            #expect(gateway.sent == 3)
            try await market.drainPoints()
            #expect(try await market.balance(sale) == "1000|0")
            #expect(
                try await market.value(
                    "SELECT payload ->> 'reason' FROM outbox.message WHERE kind = 'payment_failed'"
                ) == "out_of_tries"
            )
            #expect(try await market.value("SELECT count(*) FROM outbox.dead_letter") == "0")
        }
    }

    @Test("refuses because of the buyer's token leaves the token in no table")
    func token() async throws {
        try await Market.open { market in
            let token = "pm_1NoSuchMethod0000Secret"
            let sale = try await market.buy("US", token: token)
            try await market.drainPayments()
            #expect(try await market.state(sale) == "failed|cancelled|gateway_refused")
            let tables = try await market.lines(
                """
                SELECT format('%I.%I', n.nspname, c.relname)
                FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE n.nspname IN ('outbox', 'preorder', 'report') AND c.relkind = 'r'
                """
            )
            #expect(tables.count > 30)
            for table in tables {
                let found = try await market.value(
                    "SELECT count(*) FROM \(table) AS t WHERE t::text LIKE '%NoSuchMethod%'"
                )
                #expect(found == "0", "\(table)")
            }
        }
    }
}
