import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("What a person decides about dead letters", .inTurn)
struct DecideDeadLetterTests {
    /// `count` mails of no reservation that were given up.
    private func giveUpMails(_ store: Store, _ count: Int) async throws {
        try await store.connection.script(
            """
            WITH written AS (
                INSERT INTO outbox.message (channel, kind, key, payload, created_at)
                SELECT 'mail', 'hello', gen_random_uuid(), '{}', outbox.now()
                FROM generate_series(1, \(count)) RETURNING id, day, key
            ), queued AS (
                INSERT INTO outbox.queue (channel, lane, message_id, day, kind, key, state)
                SELECT 'mail', outbox.lane_of(key), id, day, 'hello', key, 'dead' FROM written
            )
            INSERT INTO outbox.dead_letter
                (message_id, message_day, channel, kind, key, attempts, last_error, dead_at)
            SELECT id, day, 'mail', 'hello', key, 20, 'the relay is away', outbox.now() FROM written
            """
        )
    }

    private var mails: DeadLetterFilter {
        var filter = DeadLetterFilter()
        filter.channel = "mail"
        return filter
    }

    @Test("many go back in chunks, so many a second, each kept with who did it, and once")
    func many() async throws {
        let store = try await Store.open()
        try await giveUpMails(store, 1_100)
        let decide = DecideDeadLetter(by: .bob)
        let some = try await decide.replayAll(
            mails,
            limit: 30,
            perSecond: 100,
            on: store.connection
        )
        .get()
        #expect(some.replayed == 30)
        let rest = try await decide.replayAll(
            mails,
            limit: nil,
            perSecond: 100,
            on: store.connection
        ).get()
        #expect(rest.replayed == 1_070)
        #expect(rest.lastDueAt == (try Store.instant("2026-11-23T12:00:10.69Z")))
        #expect(
            try await store.lines(
                """
                SELECT count(*), count(DISTINCT message_id), max(due_at) - min(due_at)
                FROM outbox.queue WHERE channel = 'mail' AND state = 'waiting'
                """
            ) == ["1100|1100|00:00:10.69"]
        )
        #expect(
            try await store.lines(
                """
                SELECT count(DISTINCT subject), count(*) FROM preorder.staff_act
                WHERE verb = 'dead letter replayed' AND done_by = 'bob' AND country IS NULL
                """
            ) == ["1100|1100"]
        )
        let none = try await decide.replayAll(mails, limit: nil, perSecond: 1, on: store.connection)
            .get()
        #expect(none.replayed == 0 && none.lastDueAt == nil)
        await store.close()
    }

    @Test("many that two operators replay at the same moment go back once each")
    func manyRace() async throws {
        let store = try await Store.open()
        try await giveUpMails(store, 1_600)
        let mails = mails
        let tallies = try await withThrowingTaskGroup(of: ReplayTally.self) { group in
            for name in ["alice", "bob", "carol"] {
                group.addTask {
                    let connection = try await store.connect()
                    let act = StaffAct(by: .administrator(name), reason: "the relay is back")
                    let tally = try await DecideDeadLetter(by: act)
                        .replayAll(mails, limit: nil, perSecond: 1_000, on: connection).get()
                    await connection.close()
                    return tally
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(tallies.reduce(0) { $0 + $1.replayed } == 1_600)
        #expect(
            try await store.lines(
                "SELECT count(*) FROM preorder.staff_act WHERE verb = 'dead letter replayed'"
            ) == ["1600"]
        )
        await store.close()
    }

    @Test("a manager decides in their own country only, and never about many")
    func scope() async throws {
        let store = try await Store.open()
        let manager = UUID()
        try await store.connection.script(
            "INSERT INTO preorder.manager VALUES ('\(manager)', 'US', 'Ann')"
        )
        let receipt = try await store.submitted()
        let id = try await store.giveUp("charge", of: receipt.reservationID)
        let ann = DecideDeadLetter(by: StaffAct(by: .manager(manager), reason: "a complaint"))
        #expect(
            try await ann.replay(id, on: store.connection)
                == .failure(.staff(.otherCountry(of: "US")))
        )
        let all = try await ann.replayAll(
            DeadLetterFilter(),
            limit: nil,
            perSecond: 1,
            on: store.connection
        )
        #expect(all == .failure(.staff(.administratorsOnly)))
        try await store.connection.script("UPDATE preorder.manager SET country = 'KR'")
        let rejected = try await ann.resolve(
            id,
            as: .rejected,
            evidence: "ticket 8",
            on: store.connection
        )
        try rejected.get()
        #expect(
            try await store.letter(id)
                == "rejected|manager:\(manager.uuidString.lowercased())|a complaint|ticket 8"
        )
        await store.close()
    }

    @Test("a second decision is refused with who made the first")
    func second() async throws {
        let store = try await Store.open()
        let receipt = try await store.submitted()
        let id = try await store.giveUp("charge", of: receipt.reservationID)
        _ = try await DecideDeadLetter(by: .bob).replay(id, on: store.connection).get()
        let refusal = try #require(try await store.refusal(id, .rejected))
        #expect(
            "\(refusal)"
                == "message \(id) was replayed already by bob at 2026-11-23T12:00:00Z: "
                + "looked at the console"
        )
        #expect(
            try await store.refusal(id + 1_000, .rejected)
                == .letter(.unknown(messageID: id + 1_000))
        )
        await store.close()
    }

    @Test("points are never asserted by hand; a rejected message is void and its followers go on")
    func points() async throws {
        let store = try await Store.open()
        let receipt = try await store.submitted()
        try await store.finish("charge", of: receipt.reservationID)
        try await store.settle(receipt.paymentID, .applied(gatewayPaymentID: "pay_1"))
        let id = try await store.giveUp("spend", of: receipt.reservationID)
        let refusal = try #require(try await store.refusal(id, .applied(gatewayID: nil)))
        #expect(refusal == .notPosted && "\(refusal)".contains("points adjust"))
        #expect(try await store.refusal(id, .paidOutside) == .nothingOfTheKind)
        #expect(try await store.drainPoints().applied == 0)
        try await store.resolve(id, .rejected).get()
        #expect(try await store.drainPoints().applied == 1)
        #expect(
            try await store.lines(
                """
                SELECT kind FROM preorder.point_entry
                WHERE reservation_id = '\(receipt.reservationID)' ORDER BY entry_id
                """
            ) == ["hold", "earn"]
        )
        await store.close()
    }

    @Test("a mail only closes, whichever the verdict", arguments: [true, false])
    func mail(isApplied: Bool) async throws {
        let store = try await Store.open()
        try await giveUpMails(store, 1)
        let id = try #require(
            try await store.lines("SELECT message_id FROM outbox.dead_letter").first
                .flatMap { Int64($0) }
        )
        #expect(
            try await store.refusal(id, .applied(gatewayID: "re_1")) == .nothingOfTheKind
        )
        try await store.resolve(id, isApplied ? .applied(gatewayID: nil) : .rejected).get()
        #expect(
            try await store.lines(
                "SELECT (SELECT count(*) FROM outbox.queue WHERE channel = 'mail'), "
                    + "(SELECT count(*) FROM outbox.voided)"
            ) == ["0|\(isApplied ? 0 : 1)"]
        )
        await store.close()
    }

    @Test("a message to a gateway that says nothing of what it is about can only be rejected")
    func unreadable() async throws {
        let store = try await Store.open()
        let receipt = try await store.submitted()
        try await store.connection.script(
            """
            WITH written AS (
                INSERT INTO outbox.message (channel, kind, key, payload, created_at)
                VALUES ('payments', 'refund', '\(receipt.reservationID)', '{"refund_id": "x"}',
                        outbox.now())
                RETURNING id, day, key
            )
            INSERT INTO outbox.queue (channel, lane, message_id, day, kind, key, state)
            SELECT 'payments', outbox.lane_of(key), id, day, 'refund', key, 'dead' FROM written
            """
        )
        let id = try await store.giveUp("refund", of: receipt.reservationID)
        #expect(try await store.refusal(id, .applied(gatewayID: "re_1")) == .noSubject)
        try await store.resolve(id, .rejected).get()
        #expect(try await store.letter(id) == "rejected|bob|looked at the console|ticket 7")
        await store.close()
    }
}
