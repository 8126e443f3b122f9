import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

/// Two paths that both want to move the same points: the permanent tables let one through.
@Suite("What two paths try", .inTurn)
struct PostedOnceTests {
    /// A store whose points messages are dead letters when they fail once.
    private func open() async throws -> Store {
        let store = try await Store.open()
        try await store.connection.script(
            "UPDATE outbox.retry_policy SET attempts_max = 1 WHERE channel = 'points'"
        )
        return store
    }

    /// A member whose charge of 59,000 with 800 points applied and earned 590.
    private func charged(_ store: Store) async throws -> ReserveReceipt {
        let member = try store.member()
        try await store.grant(5_000, to: member)
        let receipt = try await store.reserve(try store.request(member, points: 800))
        let id = receipt.paymentID
        #expect(try await store.submit(id, by: member) == .accepted(id))
        try await store.settle(id, .applied(gatewayPaymentID: "pay_1"))
        try await store.drainPoints()
        return receipt
    }

    /// Writes a points message as some other path would.
    private func write(
        _ kind: String,
        _ points: Int64,
        of receipt: ReserveReceipt,
        refund: UUID? = nil,
        in store: Store
    ) async throws {
        var payload = MessagePayload()
        payload.reservationID = receipt.reservationID
        payload.refundID = refund
        payload.memberID = try store.member()
        payload.points = points
        let draft = MessageDraft(
            channel: "points",
            kind: kind,
            key: receipt.reservationID,
            payload: try payload.json()
        )
        let now = try Store.instant("2026-11-23T12:00:00Z")
        _ = try await store.connection.transaction { tx in try tx.write([draft], at: now) }
    }

    /// Drains; nothing is posted, and the refusal names the index that made it.
    private func expectRefused(
        _ index: String,
        in store: Store,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try await store.footprint()
        let counts = try await store.drainPoints()
        #expect(counts.applied == 0, sourceLocation: sourceLocation)
        #expect(try await store.footprint() == before, sourceLocation: sourceLocation)
        #expect(
            try await store.lines("SELECT last_error FROM outbox.dead_letter")
                .first?.contains(index) == true,
            sourceLocation: sourceLocation
        )
        #expect(try await store.brokenBooks() == [], sourceLocation: sourceLocation)
    }

    @Test("a second restore of what a failed charge held is refused")
    func restore() async throws {
        let store = try await open()
        let member = try store.member()
        try await store.grant(5_000, to: member)
        let receipt = try await store.reserve(try store.request(member, points: 800))
        try await store.reserve(
            try store.request(member, game: try await store.addGame(), points: 900)
        )
        try await write("restore", 800, of: receipt, in: store)
        #expect(try await store.drainPoints().applied == 1)
        try await write("restore", 800, of: receipt, in: store)
        try await expectRefused("point_entry_once", in: store)
        await store.close()
    }

    @Test("a restore of points that were spent, and a spend of restored ones, is refused")
    func spendAndRestore() async throws {
        let store = try await open()
        let receipt = try await charged(store)
        let member = try store.member()
        try await store.reserve(
            try store.request(member, game: try await store.addGame(), points: 900)
        )
        try await write("restore", 800, of: receipt, in: store)
        try await expectRefused("point_entry_held_ends_once", in: store)
        await store.close()
    }

    @Test("a second restore and a second claw-back of one refund are refused")
    func refund() async throws {
        let store = try await open()
        let receipt = try await charged(store)
        let member = try store.member()
        let refund = try await store.requestRefund(receipt.reservationID, by: member)
        try await store.settleRefund(refund, .applied(gatewayRefundID: "re_1"))
        #expect(try await store.drainPoints().applied == 2)
        #expect(try await store.balance(member) == "5000|0")
        try await store.reserve(
            try store.request(member, game: try await store.addGame(), points: 900)
        )
        try await write("restore_spent", 800, of: receipt, refund: refund, in: store)
        try await expectRefused("point_entry_once", in: store)
        await store.close()
    }

    @Test("a claw-back after the held points were released, or again, is refused")
    func clawBack() async throws {
        for first in ["claw_back", "release"] {
            let store = try await open()
            let receipt = try await charged(store)
            let member = try store.member()
            let refund = try await store.requestRefund(receipt.reservationID, by: member)
            try await store.reserve(
                try store.request(member, game: try await store.addGame(), points: 900)
            )
            try await write(first, 590, of: receipt, refund: refund, in: store)
            #expect(try await store.drainPoints().applied == 1)
            try await write("claw_back", 590, of: receipt, refund: refund, in: store)
            let index = first == "release" ? "point_entry_held_ends_once" : "point_entry_once"
            try await expectRefused(index, in: store)
            await store.close()
        }
    }

    @Test("a second earning of one charge is refused")
    func earn() async throws {
        let store = try await open()
        let receipt = try await charged(store)
        try await write("earn", 590, of: receipt, in: store)
        try await expectRefused("point_entry_once", in: store)
        await store.close()
    }

    @Test("two requests for a refund at once are one refund, with one hold")
    func requests() async throws {
        let store = try await open()
        let receipt = try await charged(store)
        let member = try store.member()
        let other = try await store.connect()
        let id = receipt.reservationID
        async let first = RequestRefund()(
            reservationID: id,
            by: .member(member),
            on: store.connection
        )
        async let second = RequestRefund()(reservationID: id, by: .member(member), on: other)
        let outcomes = try await [first, second]
        #expect(outcomes[0] == outcomes[1])
        #expect(try await store.balance(member) == "4200|590")
        await other.close()
        await store.close()
    }
}
