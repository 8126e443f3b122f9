import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("The sweep of abandoned payments", .inTurn)
struct AbandonTests {
    private func run(
        _ store: Store,
        asOf: String? = nil,
        limit: Int = 100
    ) async throws -> Int {
        try await AbandonPayments.run(
            asOf: try asOf.map { try Store.instant($0) },
            limit: limit,
            on: store.connection
        )
    }

    @Test("withdraws exactly the late ones, once, and their points come back")
    func late() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(1_000, to: member)
        let late = try await store.reserve(try store.request(member, points: 400))
        let submitted = try await store.join()
        let id = try await store.reserve(try store.request(submitted)).paymentID
        #expect(try await store.submit(id, by: submitted) == .accepted(id))
        try await store.setClock("2026-11-23T12:00:01Z")
        try await store.reserve(try store.request(try await store.join()))
        try await store.setClock("2026-11-23T12:29:59Z")
        #expect(try await run(store) == 0)

        try await store.setClock("2026-11-23T12:30:00Z")
        #expect(try await run(store) == 1)
        #expect(
            try await store.lines(
                """
                SELECT p.status, p.failure_reason, r.status, r.closed_at = outbox.now()
                FROM preorder.payment AS p JOIN preorder.reservation AS r USING (reservation_id)
                WHERE p.payment_id = '\(late.paymentID)'
                """
            ) == ["failed|abandoned|cancelled|t"]
        )
        #expect(
            try await store.lines(
                "SELECT status FROM preorder.payment ORDER BY status COLLATE \"C\""
            ) == ["awaiting_authentication", "failed", "pending"]
        )
        #expect(
            try await store.messages(of: late.reservationID) == [
                "mail/payment_failed", "points/restore", "reports/reservation",
                "reports/reservation",
            ]
        )
        #expect(try await store.balance(member) == "600|400")
        #expect(try await store.drainPoints().applied == 1)
        #expect(try await store.balance(member) == "1000|0")

        let before = try await store.footprint()
        #expect(try await run(store) == 0)
        #expect(try await store.footprint() == before)
        await store.close()
    }

    @Test("leaves the game free to be reserved again, with the same points")
    func again() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(400, to: member)
        let request = try store.request(member, points: 400)
        try await store.reserve(request)
        #expect(try await run(store, asOf: "2026-11-23T12:30:00Z") == 1)
        #expect(try await store.refusal(request) == .notEnoughPoints(available: 0))
        try await store.drainPoints()
        try await store.reserve(request)
        await store.close()
    }

    @Test("takes no more at a time than it is told")
    func limited() async throws {
        let store = try await Store.open()
        for _ in 0..<3 { try await store.reserve(try store.request(try await store.join())) }
        try await store.setClock("2026-11-23T13:00:00Z")
        #expect(try await run(store, limit: 2) == 2)
        #expect(try await run(store, limit: 2) == 1)
        #expect(try await run(store, limit: 2) == 0)
        await store.close()
    }

    @Test("passes over one that somebody holds just now, and takes it the next time")
    func busy() async throws {
        let store = try await Store.open()
        let receipt = try await store.reserve(try store.request(try store.member()))
        try await store.setClock("2026-11-23T13:00:00Z")
        let other = try await store.connect()
        try await other.script("BEGIN")
        try await other.script(
            """
            UPDATE preorder.reservation SET version = version + 1
            WHERE reservation_id = '\(receipt.reservationID)'
            """
        )
        #expect(try await run(store) == 0)
        try await other.script("ROLLBACK")
        #expect(try await run(store) == 1)
        await other.close()
        await store.close()
    }
}
