import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("The sweep of gifts", .inTurn)
struct ExpireGiftsTests {
    private func expire(
        _ store: Store,
        asOf: String? = nil,
        limit: Int = 100,
        on connection: Connection? = nil
    ) async throws -> ExpireGifts.Result {
        try await ExpireGifts.run(
            asOf: try asOf.map { try Store.instant($0) },
            limit: limit,
            on: connection ?? store.connection
        )
    }

    private func remind(_ store: Store, asOf: String) async throws -> Int {
        try await RemindOfGifts.run(
            asOf: try Store.instant(asOf),
            limit: 100,
            on: store.connection
        ).reminded
    }

    @Test("expires exactly the lapsed ones, once, each with its refund and its mail")
    func lapsed() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        let accepted = try await store.offer()
        let pending = try await store.give()
        _ = try await Gifts().accept(
            accepted.giftID,
            by: accepted.recipientID,
            on: store.connection
        )
        try await store.drainPoints()
        #expect(try await expire(store, asOf: "2026-12-23T12:04:59Z").found == 0)
        #expect(try await expire(store, asOf: "2026-12-23T12:05:00Z").expired == 1)
        #expect(try await store.state(given) == "expired|refunding|-|refunding")
        #expect(try await store.refunds(given) == ["gift_expired|pending|59000|800|590|system"])
        #expect(
            try await store.giftMails(given) == [
                "gift_offered to recipient", "gift_expired to sender", "gift_closed to recipient",
            ]
        )
        #expect(try await store.state(accepted) == "accepted|reserved|recipient|completed")
        #expect(try await store.state(pending) == "awaiting_payment|pending|-|pending")
        let before = try await store.footprint()
        #expect(try await expire(store, asOf: "2027-01-23T12:05:00Z").found == 0)
        #expect(try await store.footprint() == before)
        #expect(try await store.brokenBooks() == [])
        await store.close()
    }

    @Test("works in sets: gifts of one sender too, whose points are held one after the other")
    func sets() async throws {
        let store = try await Store.open()
        let sender = try await store.join()
        for _ in 0..<7 { _ = try await store.offer(from: sender) }
        try await store.drainPoints()
        #expect(try await store.balance(sender) == "4130|0")
        // Spent meanwhile: what is missing is withheld from the last ones' cash.
        try await store.reserve(try store.request(sender, points: 1_000))
        try await store.setClock("2027-01-01T00:00:00Z")
        var found: [Int] = []
        for _ in 0..<4 { found.append(try await expire(store, limit: 3).found) }
        #expect(found == [3, 3, 1, 0])
        #expect(
            try await store.lines(
                """
                SELECT sum(points_clawed_back), sum(points_deducted), sum(cash_minor)
                FROM preorder.refund
                """
            ) == ["3130|1000|412000"]
        )
        #expect(try await store.balance(sender) == "0|4130")
        #expect(try await store.brokenGifts() == [])
        #expect(try await store.brokenBooks() == [])
        await store.close()
    }

    /// Counts the statements that change a table of the books or of the outbox, however many rows.
    private func countStatements(_ store: Store) async throws {
        let tables = [
            "preorder.gift", "preorder.reservation", "preorder.payment", "preorder.refund",
            "preorder.point_hold", "preorder.point_lot", "preorder.point_entry",
            "preorder.point_balance", "outbox.message", "outbox.queue", "outbox.voided",
        ]
        try await store.connection.script(
            """
            CREATE SEQUENCE statement_count;
            CREATE FUNCTION count_statement() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM nextval('statement_count');
                RETURN NULL;
            END
            $$
            """
        )
        for table in tables {
            try await store.connection.script(
                """
                CREATE TRIGGER counted AFTER INSERT OR UPDATE OR DELETE ON \(table)
                FOR EACH STATEMENT EXECUTE FUNCTION count_statement()
                """
            )
        }
    }

    /// Gifts that expire on one day; RESERVOIR_TEST_GIFTS=100000 makes it a great many.
    private static let thousands =
        ProcessInfo.processInfo.environment["RESERVOIR_TEST_GIFTS"].flatMap { Int($0) } ?? 5_000

    @Test("thousands on one day are swept by sets of statements, not one by one")
    func many() async throws {
        let store = try await Store.open()
        let count = Self.thousands
        let gifts = try await store.offerMany(count, senders: 400)
        // Half of them were credited what they earned; the others' messages wait.
        try await store.earnMany(gifts.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
        try await store.drainPoints()
        try await store.earnMany(gifts.enumerated().filter { $0.offset % 2 == 1 }.map(\.element))
        // What autovacuum has done by the day they expire.
        try await store.connection.script("ANALYZE")
        try await countStatements(store)
        var (runs, expired) = (0, 0)
        while true {
            let result = try await expire(store, asOf: "2026-12-25T00:00:00Z", limit: 500)
            runs += 1
            expired += result.expired
            if result.found < 500 { break }
        }
        #expect((runs, expired) == (count / 500 + 1, count))
        let statements = try await store.lines("SELECT last_value FROM statement_count")
        #expect(try #require(statements.first.flatMap { Int($0) }) < runs * 50)
        #expect(
            try await store.lines(
                """
                SELECT count(*), sum(cash_minor), sum(points_clawed_back)
                FROM preorder.refund WHERE cause = 'gift_expired' AND status = 'pending'
                """
            ) == ["\(count)|\(count * 59_800)|\(count * 299)"]
        )
        #expect(
            try await store.lines(
                "SELECT count(*) FROM outbox.voided WHERE reason LIKE 'refunded before%'"
            ) == ["\(count / 2 + 1)"]
        )
        #expect(try await store.brokenGifts() == [])
        #expect(
            try await store.lines(
                """
                SELECT count(*) FROM preorder.point_balance AS b
                LEFT JOIN (SELECT member_id, sum(remaining) AS points FROM preorder.point_lot
                           GROUP BY member_id) AS lots USING (member_id)
                LEFT JOIN (SELECT member_id, sum(points_clawed_back) AS points
                           FROM preorder.refund JOIN preorder.reservation USING (reservation_id)
                           GROUP BY member_id) AS claims USING (member_id)
                WHERE b.available <> coalesce(lots.points, 0)
                   OR b.held <> coalesce(claims.points, 0)
                """
            ) == ["0"]
        )
        await store.close()
    }

    @Test("several at once, while points are drained, expire each gift once")
    func together() async throws {
        let store = try await Store.open()
        var members: [UUID] = []
        for _ in 0..<6 { members.append(try await store.join()) }
        for round in 0..<30 {
            let recipient = try await store.join()
            _ = try await store.offer(from: members[round % 6], to: recipient)
        }
        try await store.setClock("2027-01-01T00:00:00Z")
        var connections: [Connection] = []
        for _ in 0..<3 { connections.append(try await store.connect()) }
        let expired = try await withThrowingTaskGroup(of: Int.self) { group in
            for connection in connections {
                group.addTask {
                    var count = 0
                    while true {
                        let result = try await expire(store, limit: 4, on: connection)
                        count += result.expired
                        if result.found == 0 { return count }
                    }
                }
            }
            group.addTask {
                try await store.drainPoints()
                return 0
            }
            return try await group.reduce(0, +)
        }
        #expect(expired == 30)
        try await store.drainPoints()
        #expect(try await store.brokenGifts() == [])
        #expect(try await store.brokenBooks() == [])
        for connection in connections { await connection.close() }
        await store.close()
    }

    @Test("passes over a gift that somebody is just answering")
    func busy() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        try await store.setClock("2027-01-01T00:00:00Z")
        let other = try await store.connect()
        try await other.script("BEGIN")
        try await other.script(
            """
            SELECT FROM preorder.reservation
            WHERE reservation_id = '\(given.receipt.reservationID)' FOR UPDATE
            """
        )
        #expect(try await expire(store).found == 0)
        try await other.script("ROLLBACK")
        #expect(try await expire(store).expired == 1)
        await other.close()
        await store.close()
    }

    @Test("passes over a gift whose points a drain is just crediting, and comes back to it")
    func crediting() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        let other = try await store.offer()
        try await store.setClock("2027-01-01T00:00:00Z")
        let drain = try await store.connect()
        try await drain.script("BEGIN")
        try await drain.script(
            """
            DELETE FROM outbox.queue
            WHERE key = '\(given.receipt.reservationID)' AND kind = 'earn'
            """
        )
        let result = try await expire(store)
        #expect((result.found, result.expired) == (2, 1))
        #expect(try await store.state(other) == "expired|refunding|-|refunding")
        #expect(try await store.state(given) == "offered|reserved|-|completed")
        try await drain.script("ROLLBACK")
        #expect(try await expire(store).expired == 1)
        await drain.close()
        await store.close()
    }

    @Test("reminds the recipient 7 days before, once, of an open gift only")
    func reminders() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        let declined = try await store.offer()
        _ = try await Gifts().decline(
            declined.giftID,
            by: declined.recipientID,
            on: store.connection
        )
        #expect(try await remind(store, asOf: "2026-12-16T12:04:59Z") == 0)
        #expect(try await remind(store, asOf: "2026-12-16T12:05:00Z") == 1)
        #expect(try await remind(store, asOf: "2026-12-17T12:05:00Z") == 0)
        #expect(
            try await store.giftMails(given)
                == ["gift_offered to recipient", "gift_reminder to recipient"]
        )
        await store.close()
    }

    @Test("reminds nobody of a lapsed gift, or of one whose whole period is shorter")
    func unreminded() async throws {
        let store = try await Store.open()
        _ = try await store.offer()
        #expect(try await remind(store, asOf: "2026-12-23T12:05:00Z") == 0)
        try await store.connection.script("UPDATE preorder.policy SET gift_days = 5")
        _ = try await store.offer()
        #expect(try await remind(store, asOf: "2026-11-25T12:05:00Z") == 0)
        await store.close()
    }
}
