import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A member who is erased", .inTurn)
struct EraseMemberTests {
    private func erase(
        _ member: UUID,
        _ store: Store
    ) async throws -> Result<EraseMember.Erased, EraseRefusal> {
        try await EraseMember(by: .bob)(member, on: store.connection)
    }

    private func person(_ member: UUID, _ store: Store) async throws -> [String] {
        try await store.lines(
            """
            SELECT name, email, erased_at IS NOT NULL FROM preorder.member
            WHERE member_id = '\(member)'
            """
        )
    }

    @Test("is nobody in particular, and the books stay as they were; once")
    func erased() async throws {
        let store = try await Store.open()
        let (member, own) = try await store.bought()
        try await store.drainPoints()
        let books = """
            SELECT (SELECT count(*) FROM preorder.point_entry), (SELECT available
                    FROM preorder.point_balance WHERE member_id = '\(member)'),
                   (SELECT string_agg(payment_id || status || amount_minor, ' ')
                    FROM preorder.payment)
            """
        let before = try await store.lines(books)
        try await store.connection.script(
            "UPDATE preorder.payment SET action_url = 'https://bank.example/lee'"
        )
        try await store.listen(member)
        let first = try await erase(member, store).get()
        let endpoints = "SELECT count(*) FROM preorder.webhook_endpoint"
        #expect(try await store.lines(endpoints) == ["0"])
        #expect(try await person(member, store) == ["erased||t"])
        #expect(try await store.lines(books) == before)
        #expect(try await store.state(own.reservationID) == "reserved|completed")
        #expect(
            try await store.lines("SELECT count(*) FROM preorder.payment WHERE action_url <> ''")
                == ["0"]
        )
        try await store.setClock("2026-12-01T00:00:00Z")
        #expect(try await erase(member, store).get().erasedAt == first.erasedAt)
        #expect(
            try await store.lines(
                """
                SELECT subject = '\(member.lowercased)' FROM preorder.staff_act
                WHERE verb = 'member erased'
                """
            ) == ["t"]
        )
        #expect(try await store.brokenBooks() == [])
        #expect(try await store.brokenVerdict() == [])
        #expect(try await store.refusal(try store.request(member)) == .unknownMember)
        await store.close()
    }

    @Test("is kept while a payment, a refund or a gift of theirs is open, and is told which")
    func open() async throws {
        let store = try await Store.open()
        let buyer = try await store.join()
        try await store.reserve(try store.request(buyer))
        let (receipt, _) = try await store.refunding()
        let refunding = try #require(
            try await store.lines(
                """
                SELECT member_id FROM preorder.reservation
                WHERE reservation_id = '\(receipt.reservationID)'
                """
            ).first.flatMap(UUID.init(uuidString:))
        )
        let given = try await store.offer()
        let before = try await store.footprint()
        for (member, words) in [
            (buyer, "1 payments without an end"), (refunding, "1 refunds under way"),
            (given.senderID, "1 gifts sent that are not answered"),
        ] {
            guard case .failure(let refusal) = try await erase(member, store) else {
                Issue.record("erased although there are \(words)")
                continue
            }
            #expect("\(refusal)".contains(words), "\(refusal)")
            #expect(try await person(member, store) == ["Lee|lee@x.example|f"])
        }
        #expect(try await store.footprint() == before)
        let stranger = try await erase(UUID(), store)
        #expect(throws: EraseRefusal.unknownMember) { try stranger.get() }
        await store.close()
    }

    @Test("declines what is offered to them, so that the sender is refunded")
    func recipient() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        #expect(try await erase(given.recipientID, store).get().giftsDeclined == 1)
        #expect(try await store.state(given) == "declined|refunding|-|refunding")
        #expect(try await person(given.senderID, store) == ["Lee|lee@x.example|f"])
        await store.close()
    }

    @Test("leaves no sealed request behind but of a call whose key's window is open")
    func requests() async throws {
        let store = try await Store.open()
        let (member, own) = try await store.bought()
        let other = try await store.bought()
        try await store.connection.script(
            """
            INSERT INTO outbox.attempt_request
            SELECT nextval('outbox.attempt_id_seq'), m.id, '\\x00', 'k1',
                   outbox.now() + interval '1 day' * n
            FROM outbox.message AS m CROSS JOIN (VALUES (-1), (1)) AS n (n)
            WHERE m.channel IN ('payments', 'mail')
            """
        )
        let kept = """
            SELECT m.key = '\(own.reservationID)', m.channel, count(*)
            FROM outbox.attempt_request AS a JOIN outbox.message AS m ON m.id = a.message_id
            GROUP BY 1, 2 ORDER BY 1, 2
            """
        #expect(
            try await store.lines(kept) == ["f|mail|2", "f|payments|2", "t|mail|2", "t|payments|2"]
        )
        _ = try await erase(member, store).get()
        #expect(try await store.lines(kept) == ["f|mail|2", "f|payments|2", "t|payments|1"])
        _ = other
        await store.close()
    }
}
