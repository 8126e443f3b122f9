import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("The trace of a request", .inTurn)
struct TraceTests {
    /// A trace of its own.
    private static func trace(_ number: Int) -> (id: String, parent: String) {
        let id = String(repeating: "\(number)", count: 32)
        return (id, "00-\(id)-00f067aa0ba902b7-01")
    }

    /// A purchase whose request belongs to a trace, charged and thus complete.
    private func bought(_ store: Store, _ parent: String) async throws -> (UUID, ReserveReceipt) {
        let member = try await store.join()
        try await store.listen(member)
        var request = try store.request(member)
        request.traceparent = parent
        let receipt = try await store.reserve(request)
        #expect(
            try await store.submit(receipt.paymentID, by: member) == .accepted(receipt.paymentID)
        )
        try await store.finish("charge", of: receipt.reservationID)
        return (member, receipt)
    }

    @Test("goes on in what drains write in sets: each message has its own reservation's")
    func sets() async throws {
        let store = try await Store.open()
        var findings: [ChargeFinding] = []
        var expected: [UUID: String] = [:]
        for number in 1...3 {
            let (id, parent) = Self.trace(number)
            let (_, receipt) = try await bought(store, parent)
            expected[receipt.reservationID] = id
            findings.append(
                ChargeFinding(
                    paymentID: receipt.paymentID,
                    messageID: nil,
                    event: .applied(gatewayPaymentID: "pay_\(number)")
                )
            )
        }
        let now = try Store.instant("2026-11-23T12:05:00Z")
        let all = findings
        _ = try await store.connection.transaction { tx in try tx.settleCharges(all, at: now) }
        for (reservation, id) in expected {
            #expect(
                try await store.messages(of: reservation) == [
                    "mail/payment_completed", "payments/charge", "points/earn",
                    "reports/reservation", "reports/reservation", "reports/reservation",
                    "webhooks/payment_completed",
                ]
            )
            #expect(try await store.traces(of: reservation) == [id])
        }
        await store.close()
    }

    @Test("a later request's own trace goes on in what follows from that one")
    func later() async throws {
        let store = try await Store.open()
        let (member, receipt) = try await bought(store, Self.trace(1).parent)
        try await store.settle(receipt.paymentID, .applied(gatewayPaymentID: "pay_1"))
        try await store.drainPoints()
        let before = try await lastMessage(store)
        let second = Self.trace(2)
        let refund = try await store.connection.transaction { tx in
            try RequestRefund()(
                reservationID: receipt.reservationID,
                by: .member(member),
                traceparent: second.parent,
                in: tx
            )
        }
        try await store.settleRefund(refund, .applied(gatewayRefundID: "re_1"))
        try await store.drainPoints()
        #expect(try await traces(store, after: before) == [second.id])
        let kinds = try await store.messages(of: receipt.reservationID)
        for kind in ["payments/refund", "points/claw_back", "webhooks/refund_completed"] {
            #expect(kinds.contains(kind))
        }
        await store.close()
    }

    @Test("an answer to a gift belongs to the trace of who answers, its refund too")
    func gifts() async throws {
        let store = try await Store.open()
        let given = try await store.overheard()
        #expect(try await store.traces(of: given.receipt.reservationID) == ["none"])
        let before = try await lastMessage(store)
        let (id, parent) = Self.trace(3)
        _ = try await store.connection.transaction { tx in
            try Gifts().decline(
                given.giftID,
                by: given.recipientID,
                traceparent: parent,
                in: tx
            )
        }
        #expect(try await traces(store, after: before) == [id])
        // Whoever comes too late changes nothing, the trace neither.
        _ = try await store.connection.transaction { tx in
            try Gifts().cancel(
                given.giftID,
                by: given.senderID,
                traceparent: Self.trace(4).parent,
                in: tx
            )
        }
        let kept = "SELECT DISTINCT traceparent FROM preorder.reservation"
        #expect(try await store.lines(kept) == [parent])
        await store.close()
    }

    @Test("a withdrawal, and what sweeps write later, belong to the last request's trace")
    func sweeps() async throws {
        let store = try await Store.open()
        let given = try await store.overheard()
        let (id, parent) = Self.trace(5)
        try await store.connection.script(
            "UPDATE preorder.reservation SET traceparent = '\(parent)'"
        )
        let before = try await lastMessage(store)
        let expired = try await ExpireGifts.run(
            asOf: try Store.instant("2026-12-23T12:05:00Z"),
            limit: 9,
            on: store.connection
        )
        #expect(expired.expired == 1)
        #expect(try await traces(store, after: before) == [id])
        let member = try await store.join()
        let receipt = try await store.reserve(try store.request(member))
        let withdrawn = Self.trace(6)
        let last = try await lastMessage(store)
        #expect(
            try await Withdraw()(
                reservationID: receipt.reservationID,
                memberID: member,
                traceparent: withdrawn.parent,
                on: store.connection
            ) == .withdrawn
        )
        #expect(try await traces(store, after: last) == [withdrawn.id])
        #expect(try await store.news(of: given).count == 5)
        await store.close()
    }

    private func lastMessage(_ store: Store) async throws -> String {
        try await store.lines("SELECT max(id) FROM outbox.message")[0]
    }

    private func traces(_ store: Store, after message: String) async throws -> Set<String> {
        Set(
            try await store.lines(
                """
                SELECT coalesce(substr(traceparent, 4, 32), 'none of ' || channel || '/' || kind)
                FROM outbox.message WHERE id > \(message)
                """
            )
        )
    }
}
