import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A charge that was given up and is resolved by a person", .inTurn)
struct ResolveChargeTests {
    private func payment(_ store: Store, _ receipt: ReserveReceipt) async throws -> String {
        let rows = try await store.lines(
            """
            SELECT p.status, r.status, p.gateway_payment_id, p.failure_reason
            FROM preorder.payment AS p JOIN preorder.reservation AS r USING (reservation_id)
            WHERE p.payment_id = '\(receipt.paymentID)'
            """
        )
        return try #require(rows.first)
    }

    @Test("as applied completes the payment, closes its attempt and is kept with who and why")
    func applied() async throws {
        let store = try await Store.open()
        let receipt = try await store.submitted()
        let id = try await store.giveUp("charge", of: receipt.reservationID, isOpen: true)
        try await store.resolve(id, .applied(gatewayID: "tviva_1")).get()
        #expect(try await payment(store, receipt) == "completed|reserved|tviva_1|\\N")
        #expect(try await store.letter(id) == "applied|bob|looked at the console|ticket 7")
        #expect(
            try await store.messages(of: receipt.reservationID).filter { $0 != "payments/charge" }
                == [
                    "mail/payment_completed", "points/earn", "points/spend", "reports/reservation",
                    "reports/reservation", "reports/reservation",
                ]
        )
        #expect(
            try await store.lines(
                "SELECT event, outcome, detail FROM outbox.attempt WHERE message_id = \(id)"
            ) == ["ended|applied|resolved by bob: ticket 7"]
        )
        #expect(try await store.lines("SELECT count(*) FROM outbox.open_attempt") == ["0"])
        #expect(
            try await store.lines(
                "SELECT verb, subject, country, reason FROM preorder.staff_act WHERE done_by = 'bob'"
            )
                == [
                    "dead letter resolved as applied|message \(id)|KR|looked at the console"
                ]
        )
        #expect(
            try await store.lines("SELECT count(*) FROM preorder.payment_credential") == ["0"]
        )
        await store.close()
    }

    @Test("as rejected fails the payment with its reason and gives the points back")
    func rejected() async throws {
        let store = try await Store.open()
        let receipt = try await store.submitted()
        let id = try await store.giveUp("charge", of: receipt.reservationID, isOpen: true)
        try await store.resolve(id, .rejected).get()
        #expect(try await payment(store, receipt) == "failed|cancelled|\\N|resolved_by_person")
        let messages = try await store.messages(of: receipt.reservationID)
        #expect(messages.contains("points/restore") && messages.contains("mail/payment_failed"))
        #expect(
            try await store.lines("SELECT message_id, reason, voided_by FROM outbox.voided")
                == ["\(id)|looked at the console|bob"]
        )
        await store.close()
    }

    @Test("as rejected keeps the reason that was decided before")
    func decided() async throws {
        let store = try await Store.open()
        let receipt = try await store.submitted()
        try await store.connection.script(
            "UPDATE preorder.payment SET failure_reason = 'card_declined'"
        )
        let id = try await store.giveUp("charge", of: receipt.reservationID)
        try await store.resolve(id, .rejected).get()
        #expect(try await payment(store, receipt) == "failed|cancelled|\\N|card_declined")
        await store.close()
    }

    @Test("as applied after its reservation was withdrawn is given back in full")
    func withdrawn() async throws {
        let store = try await Store.open()
        let receipt = try await store.submitted()
        let id = try await store.giveUp("charge", of: receipt.reservationID, isOpen: true)
        try await store.connection.script(
            """
            UPDATE preorder.payment SET withdrawn_at = outbox.now();
            UPDATE preorder.reservation SET status = 'cancelled'
            """
        )
        try await store.resolve(id, .applied(gatewayID: "tviva_1")).get()
        #expect(try await payment(store, receipt) == "reversing|cancelled|tviva_1|\\N")
        #expect(
            try await store.lines(
                "SELECT kind, compensates FROM outbox.message WHERE kind = 'reverse'"
            ) == ["reverse|\(id)"]
        )
        await store.close()
    }

    @Test("is refused where the gateway's id is missing, another's, or not the one known")
    func ids() async throws {
        let store = try await Store.open()
        let receipt = try await store.submitted()
        let id = try await store.giveUp("charge", of: receipt.reservationID, isOpen: true)
        #expect(try await store.refusal(id, .applied(gatewayID: nil)) == .gatewayIDMissing)
        #expect(try await store.refusal(id, .applied(gatewayID: " ")) == .gatewayIDMissing)
        #expect(try await store.refusal(id, .paidOutside) == .nothingOfTheKind)
        #expect(try await store.refusal(id, .rejected, evidence: " ") == .noEvidence)
        let other = try await store.submitted()
        try await store.settle(other.paymentID, .applied(gatewayPaymentID: "tviva_2"))
        #expect(
            try await store.refusal(id, .applied(gatewayID: "tviva_2")) == .gatewayIDTaken
        )
        try await store.connection.script(
            """
            UPDATE preorder.payment SET gateway_payment_id = 'tviva_1'
            WHERE payment_id = '\(receipt.paymentID)'
            """
        )
        #expect(
            try await store.refusal(id, .applied(gatewayID: "tviva_3"))
                == .gatewayIDDiffers(known: "tviva_1")
        )
        try await store.resolve(id, .applied(gatewayID: nil)).get()
        #expect(try await payment(store, receipt) == "completed|reserved|tviva_1|\\N")
        await store.close()
    }

    @Test("writes nothing where the books know it, and is refused where they say the opposite")
    func known() async throws {
        let store = try await Store.open()
        let receipt = try await store.submitted()
        try await store.settle(receipt.paymentID, .applied(gatewayPaymentID: "tviva_1"))
        let id = try await store.giveUp("charge", of: receipt.reservationID)
        #expect(
            try await store.refusal(id, .rejected) == .booksDiffer("the payment is completed")
        )
        let before = try await store.messages(of: receipt.reservationID)
        try await store.resolve(id, .applied(gatewayID: "tviva_1")).get()
        #expect(try await store.messages(of: receipt.reservationID) == before)
        await store.close()
    }
}
