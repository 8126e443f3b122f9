import Foundation
import Money
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Watching refunds", .inTurn)
struct RefundWatchTests {
    /// A refund requested on Monday the 23rd and due, three business days later, on the 26th.
    private static func refund(_ store: Store) async throws -> UUID {
        try await store.connection.script(
            "UPDATE outbox.batch_policy SET watched_since = now() WHERE channel <> 'alerts'"
        )
        let member = try store.member()
        let receipt = try await store.reserve(try store.request(member))
        _ = try await store.submit(receipt.paymentID, by: member)
        try await store.settle(receipt.paymentID, .applied(gatewayPaymentID: "tgen_2026"))
        let outcome = try await RequestRefund()(
            reservationID: receipt.reservationID,
            by: .member(member),
            on: store.connection
        )
        guard case .accepted(let id) = outcome else { throw RefundMissing() }
        // The points and reports that wait are another trouble.
        try await store.connection.script("DELETE FROM outbox.queue")
        return id
    }

    private struct RefundMissing: Error {}

    private static func told(_ store: Store) async throws -> [Alert] {
        let runID = UUID()
        let found = try await Watch().find(runID, telling: .seconds(60), on: store.connection)
        try await Watch().noteTold(runID, on: store.connection)
        return found.digest?.groups.flatMap(\.alerts) ?? []
    }

    @Test("a refund near its legal day is told the business day before, on the day, and when late")
    func deadline() async throws {
        let store = try await Store.open()
        let refund = try await Self.refund(store)
        let text = refund.uuidString.lowercased()
        #expect(try await Self.told(store) == [])
        for (instant, words) in [
            ("2026-11-24T14:59:59Z", nil),
            // Midnight in Seoul.
            ("2026-11-24T15:00:00Z", "the next business day"), ("2026-11-25T14:59:59Z", nil),
            ("2026-11-25T15:00:00Z", "today"), ("2026-11-26T15:00:00Z", "late"),
            ("2026-11-30T15:00:00Z", nil),
        ] as [(String, String?)] {
            try await store.setClock(instant)
            let alerts = try await Self.told(store)
            guard let words else {
                #expect(alerts == [], "\(instant)")
                continue
            }
            #expect(alerts.map(\.kind) == ["refund_deadline"])
            #expect(alerts.map(\.subject) == [text])
            #expect(alerts.first?.detail.contains("(\(words))") == true, "\(alerts)")
            #expect(alerts.first?.amount?.decimalString == "59800")
        }
        await store.close()
    }

    @Test("the next business day is the country's: a holiday between is none")
    func holiday() async throws {
        let store = try await Store.open()
        _ = try await Self.refund(store)
        try await store.connection.script(
            """
            INSERT INTO preorder.holiday VALUES ('KR', '2026-11-25', 'Founding day'),
                                                ('US', '2026-11-24', 'elsewhere')
            """
        )
        try await store.setClock("2026-11-23T14:59:59Z")
        #expect(try await Self.told(store) == [])
        try await store.setClock("2026-11-23T15:00:00Z")
        #expect(try await Self.told(store).map(\.kind) == ["refund_deadline"])
        await store.close()
    }

    @Test("a refused refund is told once, not again as a dead letter, and anew when refused anew")
    func refused() async throws {
        let store = try await Store.open()
        let refund = try await Self.refund(store)
        let refuse = """
            UPDATE preorder.refund SET status = 'refused', failure_reason = 'account_closed'
            """
        try await store.connection.script(
            """
            \(refuse);
            INSERT INTO outbox.dead_letter (message_id, message_day, channel, kind, key, attempts,
                last_error, dead_at)
            SELECT 7, outbox.today(), 'payments', 'refund', reservation_id, 4, 'refused',
                   outbox.now()
            FROM preorder.refund
            """
        )
        let alerts = try await Self.told(store)
        #expect(alerts.map(\.kind) == ["refund_refused"])
        #expect(alerts.map(\.subject) == [refund.uuidString.lowercased()])
        #expect(alerts.first?.detail.hasPrefix("refund, account_closed, due on 2026-11-26") == true)
        #expect(try await Self.told(store) == [])
        // Taken up again and refused again, both unseen: the next generation.
        try await store.connection.script(
            """
            UPDATE preorder.refund SET status = 'pending', generation = generation + 1;
            \(refuse)
            """
        )
        #expect(try await Self.told(store).map(\.kind) == ["refund_refused"])
        // Settled: what is left of it is the dead letter, until that is decided too.
        try await store.connection.script(
            """
            UPDATE preorder.refund SET status = 'settled_outside', completed_at = outbox.now(),
                settlement_reference = 'bank 1'
            """
        )
        #expect(try await Self.told(store).map(\.kind) == ["dead_letter"])
        await store.close()
    }

    @Test("an old unknown charge is told with the money at stake")
    func unknownMoney() async throws {
        let store = try await Store.open()
        _ = try await Self.refund(store)
        try await store.connection.script(
            """
            INSERT INTO outbox.open_attempt (message_id, message_day, channel, operation,
                destination, idempotency_key, is_unknown, first_sent_at, last_sent_at,
                window_ends_at)
            SELECT id, day, channel, 'refund', 'toss-kr', 'k', true,
                   outbox.now() - interval '1 hour', outbox.now(), 'infinity'
            FROM outbox.message WHERE kind = 'refund'
            """
        )
        let runID = UUID()
        let found = try await Watch().find(runID, telling: .seconds(60), on: store.connection)
        let group = try #require(found.digest?.groups.first)
        #expect(group.kind == "unknown")
        #expect(group.amounts.map { "\($0.decimalString) \($0.currency)" } == ["59800 KRW"])
        #expect(group.alerts.first?.detail == "payments/refund at toss-kr, sent once")
        await store.close()
    }
}
