import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A refund that was given up and is resolved by a person", .inTurn)
struct ResolveRefundTests {
    private func refund(_ store: Store, _ refundID: UUID) async throws -> String {
        let rows = try await store.lines(
            """
            SELECT f.status, p.status, r.status, f.gateway_refund_id, f.settlement_reference,
                   p.refunded_minor
            FROM preorder.refund AS f
            JOIN preorder.payment AS p USING (payment_id)
            JOIN preorder.reservation AS r ON r.reservation_id = f.reservation_id
            WHERE f.refund_id = '\(refundID)'
            """
        )
        return try #require(rows.first)
    }

    @Test("as applied under the gateway's id completes, with its points, and is looked at again")
    func applied() async throws {
        let store = try await Store.open()
        let (receipt, refundID) = try await store.refunding()
        try await store.refuse(refundID)
        let id = try await store.giveUp("refund", of: receipt.reservationID)
        #expect(try await store.refusal(id, .applied(gatewayID: nil)) == .wayMissing)
        try await store.resolve(id, .applied(gatewayID: "re_1")).get()
        #expect(try await refund(store, refundID) == "completed|refunded|refunded|re_1|\\N|59000")
        let messages = try await store.messages(of: receipt.reservationID)
        #expect(messages.contains("points/restore_spent") && messages.contains("points/claw_back"))
        #expect(messages.contains("mail/refund_completed"))
        #expect(
            try await store.lines("SELECT look_at IS NOT NULL FROM preorder.refund") == ["t"]
        )
        await store.close()
    }

    @Test("under an id that another refund has is refused")
    func taken() async throws {
        let store = try await Store.open()
        let first = try await store.refunding()
        let one = try await store.giveUp("refund", of: first.receipt.reservationID)
        try await store.resolve(one, .applied(gatewayID: "re_1")).get()
        let second = try await store.refunding(as: "pay_2")
        let two = try await store.giveUp("refund", of: second.receipt.reservationID)
        #expect(try await store.refusal(two, .applied(gatewayID: "re_1")) == .gatewayIDTaken)
        await store.close()
    }

    @Test(
        "as paid by other means is settled outside, with an open attempt too",
        arguments: [true, false]
    )
    func outside(isRefused: Bool) async throws {
        let store = try await Store.open()
        let (receipt, refundID) = try await store.refunding()
        if isRefused { try await store.refuse(refundID) }
        let id = try await store.giveUp("refund", of: receipt.reservationID, isOpen: !isRefused)
        try await store.resolve(id, .paidOutside, evidence: "transfer 4711").get()
        #expect(
            try await refund(store, refundID)
                == "settled_outside|refunded|refunded|\\N|transfer 4711|59000"
        )
        #expect(
            try await store.letter(id) == "applied|bob|looked at the console|transfer 4711"
        )
        #expect(try await store.lines("SELECT count(*) FROM outbox.open_attempt") == ["0"])
        let mails = try await store.messages(of: receipt.reservationID)
            .filter { $0.hasPrefix("mail/refund") }
        #expect(
            mails
                == (isRefused
                    ? ["mail/refund_completed", "mail/refund_refused"] : ["mail/refund_completed"])
        )
        await store.close()
    }

    @Test(
        "as rejected lets the refusal stand: the reservation stays and held points come back",
        arguments: [true, false]
    )
    func stands(isRefused: Bool) async throws {
        let store = try await Store.open()
        let (receipt, refundID) = try await store.refunding()
        if isRefused { try await store.refuse(refundID) }
        let id = try await store.giveUp("refund", of: receipt.reservationID, isOpen: !isRefused)
        try await store.resolve(id, .rejected).get()
        #expect(try await refund(store, refundID) == "withdrawn|completed|reserved|\\N|\\N|0")
        let messages = try await store.messages(of: receipt.reservationID)
        #expect(messages.contains("points/release") && messages.contains("mail/refund_stands"))
        await store.close()
    }

    @Test("as rejected is refused where the money is owed, and says what to do")
    func owed() async throws {
        let store = try await Store.open()
        let receipt = try await store.submitted()
        let charge = try await store.giveUp("charge", of: receipt.reservationID)
        try await store.resolve(charge, .rejected).get()
        try await store.settle(receipt.paymentID, .applied(gatewayPaymentID: "pay_1"))
        let id = try await store.giveUp("reverse", of: receipt.reservationID, isOpen: true)
        let refusal = try #require(try await store.refusal(id, .rejected))
        #expect(refusal == .moneyIsOwed)
        #expect("\(refusal)".contains("settle-outside"))
        try await store.resolve(id, .paidOutside, evidence: "transfer 1").get()
        #expect(
            try await store.lines("SELECT status FROM preorder.payment") == ["reversed"]
        )
        await store.close()
    }

    @Test("stays refused until its replay is taken up, and a decision in between takes it back")
    func replayed() async throws {
        let store = try await Store.open()
        let (receipt, refundID) = try await store.refunding()
        try await store.refuse(refundID)
        let id = try await store.giveUp("refund", of: receipt.reservationID)
        _ = try await DecideDeadLetter(by: .bob).replay(id, on: store.connection).get()
        #expect(try await refund(store, refundID) == "refused|refund_failed|refunding|\\N|\\N|0")
        #expect(
            try await store.lines(
                "SELECT state, attempts FROM outbox.queue WHERE message_id = \(id)"
            )
                == ["waiting|0"]
        )
        try await DecideRefund(by: .bob)
            .settleOutside(refundID, reference: "transfer 2", on: store.connection).get()
        #expect(
            try await store.lines("SELECT count(*) FROM outbox.queue WHERE message_id = \(id)")
                == ["0"]
        )
        #expect(
            try await refund(store, refundID)
                == "settled_outside|refunded|refunded|\\N|transfer 2|59000"
        )
        await store.close()
    }
}
