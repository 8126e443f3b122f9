import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A refund whose refusal stands", .inTurn)
struct RefundStandsTests {
    /// A reservation of 59,000 in cash and 800 points, charged.
    private func charged(_ store: Store) async throws -> ReserveReceipt {
        try await store.connection.script(
            "UPDATE outbox.retry_policy SET attempts_max = 1 WHERE kind = 'refund_refused'"
        )
        let member = try store.member()
        try await store.grant(1_000, to: member)
        let receipt = try await store.reserve(try store.request(member, points: 800))
        let id = receipt.paymentID
        #expect(try await store.submit(id, by: member) == .accepted(id))
        try await store.settle(id, .applied(gatewayPaymentID: "pay_1"))
        return receipt
    }

    private func refuse(_ receipt: ReserveReceipt, in store: Store) async throws {
        let refund = try await store.requestRefund(receipt.reservationID, by: store.member())
        try await store.settleRefund(refund, .refused(FailureReason(rawValue: "card_declined")))
        try await store.settleRefund(refund, .stands)
    }

    @Test("credits what was earned and not credited because of it, once, also the second time")
    func uncredited() async throws {
        let store = try await Store.open()
        let receipt = try await charged(store)
        try await refuse(receipt, in: store)
        try await refuse(receipt, in: store)
        try await store.drainPoints()
        #expect(try await store.balance(store.member()) == "790|0")
        #expect(
            try await store.lines(
                "SELECT amount FROM preorder.point_entry WHERE kind = 'earn'"
            ) == ["590"]
        )
        #expect(try await store.brokenBooks() == [])
        #expect(try await store.brokenVerdict() == [])

        let refund = try await store.requestRefund(receipt.reservationID, by: store.member())
        try await store.settleRefund(refund, .applied(gatewayRefundID: "re_1"))
        try await store.drainPoints()
        #expect(try await store.balance(store.member()) == "1000|0")
        #expect(try await store.brokenVerdict() == [])
        await store.close()
    }

    @Test("gives back what was held to be clawed back, in a grace lot where its own has lapsed")
    func lapsed() async throws {
        let store = try await Store.open()
        try await store.connection.script(
            "UPDATE preorder.policy SET point_validity_days = 10, grace_lot_days = 4"
        )
        let receipt = try await charged(store)
        let member = try store.member()
        try await store.drainPoints()
        let refund = try await store.requestRefund(receipt.reservationID, by: member)
        try await store.setClock("2026-12-20T00:00:00Z")
        let expired = try await ExpirePoints.run(asOf: nil, limit: 10, on: store.connection)
        #expect(expired.points == 0)
        try await store.settleRefund(refund, .refused(FailureReason(rawValue: "card_declined")))
        try await store.settleRefund(refund, .stands)
        try await store.drainPoints()
        #expect(
            try await store.lines(
                """
                SELECT source, remaining, (earned_by = '\(receipt.reservationID)') IS TRUE,
                       expires_at = outbox.now() + interval '4 days'
                FROM preorder.point_lot WHERE remaining > 0 ORDER BY lot_id
                """
            ) == ["grant|200|f|f", "grace|590|t|t"]
        )
        #expect(try await store.brokenBooks() == [])

        // What expires unused in the grace lot is not asked for a second time.
        try await store.setClock("2026-12-25T00:00:00Z")
        let again = try await store.requestRefund(receipt.reservationID, by: member)
        #expect(
            try await store.lines(
                """
                SELECT cash_minor, points_clawed_back, points_deducted FROM preorder.refund
                WHERE refund_id = '\(again)'
                """
            ) == ["59000|0|0"]
        )
        await store.close()
    }
}
