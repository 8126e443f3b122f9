import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("The point ledger, drained", .inTurn)
struct PointsHandlerTests {
    /// Posts every message twice in one transaction, as a drain that forgot would.
    private struct Twice: InternalHandler {
        func apply(
            _ messages: [QueuedMessage],
            at now: Timestamp,
            in tx: borrowing Transaction
        ) throws {
            try PointsHandler().apply(messages, at: now, in: tx)
            try PointsHandler().apply(messages, at: now, in: tx)
        }
    }

    /// What the entries say each member has, where it is not what the balance and lots say.
    private static let disagreements = """
        SELECT b.member_id FROM preorder.point_balance AS b
        LEFT JOIN (
            SELECT member_id, coalesce(sum(amount) FILTER (WHERE account = 'available'), 0) AS has,
                   coalesce(sum(amount) FILTER (WHERE account = 'held'), 0) AS holds,
                   sum(amount) AS total
            FROM (SELECT member_id, credit AS account, amount FROM preorder.point_entry
                  UNION ALL
                  SELECT member_id, debit, -amount FROM preorder.point_entry) AS side
            GROUP BY member_id
        ) AS e USING (member_id)
        LEFT JOIN (SELECT member_id, sum(remaining) AS left_over FROM preorder.point_lot
                   GROUP BY member_id) AS l USING (member_id)
        WHERE (b.available, b.held, 0, b.available)
              <> (coalesce(e.has, 0), coalesce(e.holds, 0), coalesce(e.total, 0),
                  coalesce(l.left_over, 0))
        """

    private func expectBooked(
        _ entries: [String],
        in store: Store,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        #expect(
            try await store.lines(
                """
                SELECT kind, debit, credit, amount FROM preorder.point_entry
                WHERE kind <> 'grant' ORDER BY entry_id
                """
            ) == entries,
            sourceLocation: sourceLocation
        )
        #expect(
            try await store.lines(Self.disagreements).isEmpty,
            sourceLocation: sourceLocation
        )
    }

    @Test("spends what was held, and asks for a report of the member")
    func spend() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(60_000, to: member)
        try await store.reserve(try store.request(member, method: nil, points: 59_800))
        #expect(try await store.drainPoints().applied == 1)
        #expect(try await store.balance(member) == "200|0")
        try await expectBooked(
            ["hold|available|held|59800", "spend|held|redeemed|59800"],
            in: store
        )
        #expect(
            try await store.lines(
                """
                SELECT jsonb_array_length(payload -> 'member_ids'),
                       (payload -> 'member_ids' ->> 0)::uuid = '\(member)'
                FROM outbox.message WHERE kind = 'point_balance' ORDER BY id DESC LIMIT 1
                """
            ) == ["1|t"]
        )
        #expect(try await store.drainPoints().claimed == 0)
        await store.close()
    }

    @Test("spends and earns for a charge; what was earned is a lot that lives a year")
    func earn() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(1_000, to: member)
        let receipt = try await store.reserve(try store.request(member, points: 801))
        let id = receipt.paymentID
        #expect(try await store.submit(id, by: member) == .accepted(id))
        try await store.settle(id, .applied(gatewayPaymentID: "pay_1"))
        #expect(try await store.drainPoints().applied == 2)
        #expect(try await store.balance(member) == "788|0")
        #expect(
            try await store.lots(member)
                == ["1000|199|2027-11-23 12:00", "589|589|2027-11-23 12:00"]
        )
        try await expectBooked(
            ["hold|available|held|801", "spend|held|redeemed|801", "earn|issued|available|589"],
            in: store
        )
        await store.close()
    }

    @Test("restores to the lots that the points came from")
    func restore() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(300, to: member, until: "2026-12-01T00:00:00Z")
        try await store.grant(500, to: member)
        try await store.reserve(try store.request(member, points: 400))
        #expect(try await store.lots(member).map { $0.prefix(7) } == ["300|0|2", "500|400"])
        try await abandon(store)
        #expect(try await store.drainPoints().applied == 1)
        #expect(try await store.balance(member) == "800|0")
        #expect(
            try await store.lots(member)
                == ["300|300|2026-12-01 00:00", "500|500|2027-11-23 12:00"]
        )
        try await expectBooked(
            ["hold|available|held|400", "restore|held|available|400"],
            in: store
        )
        await store.close()
    }

    @Test("restores to a grace lot what came from a lot that lapsed meanwhile")
    func grace() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(300, to: member, until: "2026-11-23T12:10:00Z")
        try await store.grant(500, to: member)
        try await store.reserve(try store.request(member, points: 400))
        try await abandon(store)
        #expect(try await store.drainPoints().applied == 1)
        #expect(try await store.balance(member) == "800|0")
        #expect(
            try await store.lots(member) == [
                "300|0|2026-11-23 12:10", "500|500|2027-11-23 12:00", "300|300|2026-12-23 12:30",
            ]
        )
        try await expectBooked(
            ["hold|available|held|400", "restore|held|available|400"],
            in: store
        )
        await store.close()
    }

    @Test("adds up what several reservations restore to one lot in one batch")
    func together() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(1_000, to: member)
        for points in [100, 200, 300] as [Int64] {
            let game = try await store.addGame()
            try await store.reserve(try store.request(member, game: game, points: points))
        }
        try await abandon(store)
        #expect(try await store.drainPoints().applied == 3)
        #expect(try await store.balance(member) == "1000|0")
        #expect(try await store.lots(member) == ["1000|1000|2027-11-23 12:00"])
        #expect(try await store.lines(Self.disagreements).isEmpty)
        await store.close()
    }

    @Test("cannot post a message twice; then nothing is posted, until it is posted once")
    func twice() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(60_000, to: member)
        try await store.grant(60_000, to: member)
        // A second hold, so that it is not an empty account which stops the second posting.
        let game = try await store.addGame()
        try await store.reserve(try store.request(member, game: game, points: 59_000))
        try await store.reserve(try store.request(member, method: nil, points: 59_800))
        let before = try await store.balance(member)
        let counts = try await store.drainPoints(Twice())
        #expect(counts.applied == 0)
        #expect(counts.retried == 1)
        #expect(try await store.balance(member) == before)
        try await store.setClock("2026-11-23T12:20:00Z")
        #expect(try await store.drainPoints().applied == 1)
        #expect(try await store.balance(member) == "1200|59000")
        #expect(try await store.lines(Self.disagreements).isEmpty)
        await store.close()
    }

    @Test("leaves what it does not know for later, and posts the rest of the batch")
    func unknownKind() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(60_000, to: member)
        let now = try Store.instant("2026-11-23T12:00:00Z")
        let stray = MessageDraft(
            channel: "points",
            kind: "lottery",
            key: UUID(),
            payload: JSONText("{}")
        )
        _ = try await store.connection.transaction { tx in try tx.write([stray], at: now) }
        try await store.reserve(try store.request(member, method: nil, points: 59_800))
        let counts = try await store.drainPoints()
        #expect(counts.applied == 1)
        #expect(counts.retried == 1)
        #expect(try await store.balance(member) == "200|0")
        await store.close()
    }

    private func abandon(_ store: Store) async throws {
        try await store.setClock("2026-11-23T12:30:00Z")
        _ = try await AbandonPayments.run(asOf: nil, limit: 100, on: store.connection)
    }
}
