import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("The reports about gifts", .inTurn)
struct GiftReportTests {
    /// One gift each that is open, accepted, declined and refunded, cancelled, expired, and void.
    private func tell(_ store: Store) async throws {
        let gifts = Gifts()
        let connection = store.connection
        _ = try await store.offer()
        let accepted = try await store.offer()
        let declined = try await store.offer()
        let cancelled = try await store.offer()
        let failed = try await store.give()
        try await store.settle(
            failed.receipt.paymentID,
            .failed(FailureReason(rawValue: "card_declined"))
        )
        try await store.setClock("2026-11-23T14:05:00Z")
        _ = try await gifts.accept(accepted.giftID, by: accepted.recipientID, on: connection)
        try await store.setClock("2026-11-23T18:05:00Z")
        let outcome = try await gifts.decline(
            declined.giftID,
            by: declined.recipientID,
            on: connection
        )
        guard case .became(.declined, let refund?) = outcome else { throw NotAccepted() }
        try await store.settleRefund(refund, .applied(gatewayRefundID: "re_1"))
        _ = try await gifts.cancel(cancelled.giftID, by: cancelled.senderID, on: connection)
    }

    private let details = """
        SELECT status, coalesce(refund_status, '-'), refunded_at IS NOT NULL, country
        FROM report.gift ORDER BY status, gift_id
        """

    private let funnel = """
        SELECT day, country, offered, open, accepted, declined, expired, cancelled, refunded,
               answer_hours_median
        FROM report.gift_funnel
        """

    @Test("say of each gift where it and its refund stand, and of each day what became of them")
    func told() async throws {
        let store = try await Store.open()
        try await tell(store)
        try await store.drainReports()
        #expect(
            try await store.lines(details) == [
                "accepted|-|f|KR", "cancelled|pending|f|KR", "declined|completed|t|KR",
                "offered|-|f|KR", "void|-|f|KR",
            ]
        )
        // Offered at 12:05 UTC, answered after 2 and 6 hours.
        #expect(try await store.lines(funnel) == ["2026-11-23|KR|4|1|1|1|0|1|1|4"])
        try await store.setClock("2026-12-17T12:00:00Z")
        _ = try await RemindOfGifts.run(asOf: nil, limit: 9, on: store.connection)
        #expect(try await store.connection.query(CompareReports()).isEmpty)
        try await store.setClock("2026-12-24T12:00:00Z")
        _ = try await ExpireGifts.run(asOf: nil, limit: 9, on: store.connection)
        try await store.drainReports()
        #expect(try await store.lines(funnel) == ["2026-11-23|KR|4|0|1|1|1|1|1|4"])
        #expect(try await store.connection.query(CompareReports()).isEmpty)
        await store.close()
    }

    @Test("name the gifts whose refund is late, from the day after its legal day until it is done")
    func overdue() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        _ = try await store.offer()
        let outcome = try await Gifts().decline(
            given.giftID,
            by: given.recipientID,
            on: store.connection
        )
        guard case .became(.declined, let refund?) = outcome else { throw NotAccepted() }
        // Declined on a Monday, due on Thursday.
        let overdue = """
            SELECT gift_id, status, amount_minor, due_on, days_overdue, state
            FROM report.gift_refund_overdue
            """
        try await store.setClock("2026-11-26T12:00:00Z")
        #expect(try await store.lines(overdue) == [])
        try await store.setClock("2026-11-28T12:00:00Z")
        #expect(
            try await store.lines(overdue)
                == ["\(given.giftID.lowercased)|declined|59000|2026-11-26|2|pending"]
        )
        try await store.settleRefund(refund, .applied(gatewayRefundID: "re_1"))
        #expect(try await store.lines(overdue) == [])
        await store.close()
    }

    @Test("equal a rebuild, which repairs what was lost or changed")
    func rebuilt() async throws {
        let store = try await Store.open()
        try await tell(store)
        try await store.drainReports()
        let right = try await store.lines(details)
        try await store.connection.script(
            """
            DELETE FROM report.gift WHERE status = 'accepted';
            UPDATE report.gift SET status = 'offered' WHERE status = 'void'
            """
        )
        let wrong = try await store.connection.query(CompareReports())
        #expect(wrong.map(\.table) == ["gift", "gift"])
        let changed = try await store.connection.transaction { tx in
            try RebuildReports().run(in: tx)
        }
        #expect(changed > 0)
        #expect(try await store.lines(details) == right)
        #expect(try await store.connection.query(CompareReports()).isEmpty)
        await store.close()
    }
}
