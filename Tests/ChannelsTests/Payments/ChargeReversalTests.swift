import Foundation
import Postgres
import Preorder
import Sandbox
import TestTurns
import Testing

@Suite("The reversal of a charge that its reservation outlived", .inTurn)
struct ChargeReversalTests {
    /// A charge that took effect although its member withdrew before its answer came.
    private func withdrawnYetCharged(
        _ country: String,
        _ market: Market
    ) async throws -> Market.Sale {
        let sale = try await market.buy(
            country,
            token: country == "US" ? "pm_card_visa" : nil,
            points: 1_000
        )
        try await market.drainPayments()
        let outcome = try await Withdraw()(
            reservationID: sale.reservationID,
            memberID: sale.memberID,
            on: market.connection
        )
        #expect(outcome == .withdrawing)
        #expect(try await market.balance(sale) == "0|1000")
        return sale
    }

    private static func lostCharge(_ country: String) -> [ScriptedFault] {
        [
            ScriptedFault(
                .timeoutAfter,
                operation: country == "US" ? .stripeConfirmIntent : .tossConfirm
            )
        ]
    }

    /// Drains until the payment is in this state, at most ten times.
    private func drain(
        _ market: Market,
        until status: String,
        every wait: String,
        _ sale: Market.Sale
    ) async throws {
        for _ in 0..<10 {
            try await market.wait(wait)
            try await market.drainPayments()
            if try await market.state(sale)?.hasPrefix(status) == true { return }
        }
    }

    @Test(
        "whose answer is lost is found, or sent again, and given back once",
        arguments: ["KR", "US"],
        [Fault.timeoutAfter, .errorAfter, .timeoutBefore, .drop, .rateLimit]
    )
    func lostAnswer(country: String, fault: Fault) async throws {
        try await Market.open {
            $0.faults.script = Self.lostCharge(country) + Self.lostRefund(country, fault)
        } _: { market in
            let sale = try await withdrawnYetCharged(country, market)
            try await drain(market, until: "reversed", every: "40 minutes", sale)
            try await isGivenBackOnce(sale, country, market)
            #expect(try await market.value("SELECT generation FROM preorder.refund") == "1")
        }
    }

    @Test(
        "that never arrived is sent again under its key while that can answer, however long ago",
        arguments: ["KR", "US"]
    )
    func absent(country: String) async throws {
        try await Market.open {
            // The second time, too, so that a list is read before the third.
            let lost = Self.lostRefund(country, .timeoutBefore)
            $0.faults.script = Self.lostCharge(country) + lost + lost
        } _: { market in
            let sale = try await withdrawnYetCharged(country, market)
            // Longer than a list takes to settle.
            try await drain(market, until: "reversed", every: "2 hours", sale)
            try await isGivenBackOnce(sale, country, market)
            #expect(try await market.value("SELECT generation FROM preorder.refund") == "1")
        }
    }

    @Test(
        "whose key repeats a fault for ever is made under the next generation's key",
        arguments: ["KR", "US"]
    )
    func spentKey(country: String) async throws {
        try await Market.open {
            $0.faults.script = Self.lostCharge(country) + Self.lostRefund(country, .errorBefore)
        } _: { market in
            let sale = try await withdrawnYetCharged(country, market)
            try await drain(market, until: "reversed", every: "40 minutes", sale)
            try await isGivenBackOnce(sale, country, market)
            #expect(try await market.value("SELECT generation FROM preorder.refund") == "2")
        }
    }

    private static func lostRefund(_ country: String, _ fault: Fault) -> [ScriptedFault] {
        [
            ScriptedFault(
                fault,
                operation: country == "US" ? .stripeCreateRefund : .tossCancel
            )
        ]
    }

    private func isGivenBackOnce(
        _ sale: Market.Sale,
        _ country: String,
        _ market: Market
    ) async throws {
        #expect(try await market.state(sale) == "reversed|cancelled|-")
        let price = country == "US" ? "4999 USD, 4999 back" : "58800 KRW, 58800 back"
        let truth = try await market.truth()
        #expect(truth.charged == [price])
        #expect(truth.refunds.count == 1)
        try await market.drainPoints()
        #expect(try await market.balance(sale) == "1000|0")
        #expect(
            try await market.messages(sale) == [
                "payments/charge", "points/restore", "payments/reverse", "mail/charge_reversed",
            ]
        )
        #expect(try await market.value("SELECT count(*) FROM outbox.open_attempt") == "0")
    }

    @Test("that is refused for good is a person's, who settles it outside")
    func refused() async throws {
        try await Market.open {
            $0.faults.script = Self.lostCharge("KR")
            $0.faults.rates[.refundRefused] = 1
        } _: { market in
            let sale = try await withdrawnYetCharged("KR", market)
            try await drain(market, until: "reversal_failed", every: "25 hours", sale)
            #expect(try await market.state(sale) == "reversal_failed|cancelled|-")
            #expect(
                try await market.value("SELECT status, cause, refusals FROM preorder.refund")
                    == "refused|reversal|4"
            )
            #expect(
                try await market.value("SELECT kind, state FROM outbox.dead_letter")
                    == "reverse|open"
            )
            #expect(try await market.messages(sale).last == "mail/refund_refused")
            let id = try #require(
                UUID(
                    uuidString: try await market.value("SELECT refund_id FROM preorder.refund")
                        ?? ""
                )
            )
            let decide = DecideRefund(by: StaffAct(by: .administrator("ada"), reason: "by bank"))
            let standing = try await decide.letStand(id, on: market.connection)
            #expect(throws: DecideRefundRefusal.mayNotStand) { try standing.get() }
            try await decide.settleOutside(id, reference: "BANK-1", on: market.connection).get()
            #expect(try await market.state(sale) == "reversed|cancelled|-")
            #expect(
                try await market.value(
                    "SELECT status, settlement_reference FROM preorder.refund"
                ) == "settled_outside|BANK-1"
            )
            #expect(
                try await market.value("SELECT state, evidence FROM outbox.dead_letter")
                    == "applied|BANK-1"
            )
            try await market.wait("2 days")
            try await market.drainPayments()
            #expect(try await market.truth().refunds.count == 0)
        }
    }

    @Test("cannot be asked for twice: the second one is refused by its index")
    func once() async throws {
        try await Market.open {
            $0.faults.script = Self.lostCharge("KR")
        } _: { market in
            let sale = try await withdrawnYetCharged("KR", market)
            try await drain(market, until: "reversed", every: "10 seconds", sale)
            let now = try #require(Timestamp("2026-11-24T12:00:00Z"))
            let again = ChargeFinding(
                paymentID: sale.paymentID,
                messageID: nil,
                event: .applied(gatewayPaymentID: sale.token)
            )
            let changed = try await market.connection.transaction { tx in
                try tx.settleCharges([again], at: now)
            }
            #expect(changed == [])
            let error = await #expect(throws: PostgresError.self) {
                try await market.connection.script(
                    """
                    INSERT INTO preorder.refund (refund_id, payment_id, reservation_id, cause,
                        cash_minor, status, requested_by, requested_at)
                    SELECT gen_random_uuid(), payment_id, reservation_id, 'reversal', 58800,
                           'pending', 'system', now() FROM preorder.payment
                    """
                )
            }
            guard case .server(let refusal) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(refusal.constraint == "refund_once")
        }
    }

    @Test(
        "follows a charge that is found although its payment had failed; points stay where they are"
    )
    func failedBefore() async throws {
        try await Market.open { market in
            let sale = try await market.buy("KR", points: 1_000)
            let outcome = try await Withdraw()(
                reservationID: sale.reservationID,
                memberID: sale.memberID,
                on: market.connection
            )
            #expect(outcome == .withdrawn)
            try await market.drainPoints()
            #expect(try await market.balance(sale) == "1000|0")
            // Whoever held the buyer's approval charged it all the same.
            let key = Data("test_sk_toss-kr.v1:".utf8).base64EncodedString()
            let charged = try await market.call(
                "/v1/payments/confirm",
                """
                {"paymentKey": "\(sale.token)", "orderId": "\(sale.orderID)", "amount": 58800}
                """,
                headers: ["authorization": "Basic \(key)"]
            )
            #expect(charged.status == 200)
            let found = ChargeFinding(
                paymentID: sale.paymentID,
                messageID: nil,
                event: .applied(gatewayPaymentID: sale.token)
            )
            let now = try #require(Timestamp("2026-11-23T12:10:00Z"))
            let moved = try await market.connection.transaction { tx in
                try tx.settleCharges([found], at: now)
            }
            #expect(moved == [sale.paymentID])
            #expect(try await market.state(sale) == "reversing|cancelled|withdrawn")
            try await drain(market, until: "reversed", every: "10 minutes", sale)
            #expect(try await market.state(sale) == "reversed|cancelled|withdrawn")
            #expect(try await market.truth().charged == ["58800 KRW, 58800 back"])
            try await market.drainPoints()
            #expect(try await market.balance(sale) == "1000|0")
            #expect(
                try await market.messages(sale) == [
                    "payments/charge", "points/restore", "mail/payment_failed",
                    "payments/reverse", "mail/charge_reversed",
                ]
            )
        }
    }
}
