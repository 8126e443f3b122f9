import Sandbox
import TestTurns
import Testing

@Suite("An unanswered charge after the credential was rotated", .inTurn)
struct CredentialRotationTests {
    private func unanswered(_ market: Market) async throws -> Market.Sale {
        let sale = try await market.buy("KR")
        try await market.drainPayments()
        #expect(try await market.state(sale) == "pending|pending|-")
        try await market.wait("10 seconds")
        return sale
    }

    @Test("is sent again with the old credential while that is configured")
    func oldOne() async throws {
        try await Market.open {
            $0.faults.script = [ScriptedFault(.timeoutBefore, operation: .tossConfirm)]
        } _: { market in
            let sale = try await unanswered(market)
            try await market.drainPayments(try market.gateways(credentials: ["v2", "v1"]))
            #expect(try await market.state(sale) == "completed|reserved|-")
            #expect(try await market.calls("toss.payments.confirm") == 2)
            #expect(try await market.truth().charged == ["59800 KRW, 0 back"])
        }
    }

    @Test("is only looked up with the new one, under which its key would be a new key")
    func newOne() async throws {
        try await Market.open {
            $0.faults.script = [ScriptedFault(.timeoutAfter, operation: .tossConfirm)]
        } _: { market in
            let sale = try await unanswered(market)
            let rotated = ["v2"]
            try await market.drainPayments(try market.gateways(credentials: rotated))
            #expect(try await market.state(sale) == "pending|pending|-")
            #expect(
                try await market.value(
                    """
                    SELECT detail FROM outbox.attempt WHERE event = 'asked'
                    ORDER BY at DESC LIMIT 1
                    """
                ) == "not sent: credential_changed"
            )
            try await market.wait("20 seconds")
            try await market.drainPayments(try market.gateways(credentials: rotated))
            #expect(try await market.state(sale) == "completed|reserved|-")
            #expect(try await market.calls("toss.payments.confirm") == 1)
            #expect(try await market.truth().charged == ["59800 KRW, 0 back"])
        }
    }
}
