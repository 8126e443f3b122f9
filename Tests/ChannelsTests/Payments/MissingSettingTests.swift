import Channels
import Outbox
import Postgres
import Preorder
import Sandbox
import TestTurns
import Testing

@Suite("A charge on a host that lacks a setting", .inTurn)
struct MissingSettingTests {
    private static func otherVault() throws -> Vault {
        try Vault(keys: [try Vault.Key(id: "k2", bytes: [UInt8](repeating: 9, count: 32))])
    }

    /// `state|tries|questions` of the charge in the queue.
    private func queued(_ market: Market) async throws -> String? {
        try await market.value(
            "SELECT state, attempts, asks FROM outbox.queue WHERE channel = 'payments'"
        )
    }

    /// It is held without spending a try, and goes through where the setting is there.
    private func isHeld(
        _ market: Market,
        _ sale: Market.Sale,
        _ counts: RunCounts
    ) async throws {
        #expect(counts.misconfigured == 1)
        #expect(counts.dead == 0)
        #expect(try await queued(market) == "held|0|0")
        #expect(try await market.state(sale) == "pending|pending|-")
        #expect(try await market.value("SELECT count(*) FROM outbox.attempt") == "0")
        try await market.wait("61 seconds")
        try await market.drainPayments()
        #expect(try await market.state(sale) == "completed|reserved|-")
        #expect(try await market.truth().charged == ["59800 KRW, 0 back"])
    }

    @Test("its account's credential, waits and spends no try")
    func credential() async throws {
        try await Market.open { market in
            let sale = try await market.buy("KR")
            try await isHeld(market, sale, try await market.drainPayments(GatewayDirectory([:])))
        }
    }

    @Test("the key that sealed the buyer's token, waits and spends no try")
    func sealingKey() async throws {
        try await Market.open { market in
            let sale = try await market.buy("KR")
            let counts = try await market.drainPayments(vault: try Self.otherVault())
            try await isHeld(market, sale, counts)
        }
    }

    @Test("stays as unknown as it was when it may have been charged")
    func unanswered() async throws {
        try await Market.open {
            $0.faults.script = [ScriptedFault(.timeoutAfter, operation: .tossConfirm)]
        } _: { market in
            let sale = try await market.buy("KR")
            try await market.drainPayments()
            #expect(try await queued(market) == "unknown|0|1")
            try await market.wait("10 seconds")
            let counts = try await market.drainPayments(vault: try Self.otherVault())
            #expect(counts.misconfigured == 1)
            #expect(try await queued(market) == "unknown|0|1")
            #expect(try await market.value("SELECT count(*) FROM outbox.open_attempt") == "1")
            try await market.wait("61 seconds")
            try await market.drainPayments()
            #expect(try await market.state(sale) == "completed|reserved|-")
            #expect(try await market.truth().charged == ["59800 KRW, 0 back"])
        }
    }
}
