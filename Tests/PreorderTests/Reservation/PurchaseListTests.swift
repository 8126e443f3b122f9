import Foundation
import Money
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A purchase list", .inTurn)
struct PurchaseListTests {
    /// A member with the game reserved and paid: 400 points and 59,400 won.
    private func buy(_ store: Store, language: String = "en") async throws -> UUID {
        let member = try await store.join(language: language)
        try await store.grant(400, to: member)
        let id = try await store.reserve(try store.request(member, points: 400)).paymentID
        #expect(try await store.submit(id, by: member) == .accepted(id))
        try await store.settle(id, .applied(gatewayPaymentID: "pay_\(id)"))
        return member
    }

    private func list(_ member: UUID, in store: Store) async throws -> [Purchase] {
        try await store.connection.query(ReadPurchases(memberID: member))
    }

    private func move(_ store: Store, to status: String) async throws {
        try await store.connection.script(
            "UPDATE preorder.reservation SET status = '\(status)'"
        )
    }

    @Test("shows what is reserved, charged and used, and offers its refund")
    func reserved() async throws {
        let store = try await Store.open()
        let member = try await buy(store)
        let purchases = try await list(member, in: store)
        let purchase = try #require(purchases.first)
        #expect(purchases.count == 1)
        #expect(purchase.gameID == store.gameID)
        #expect(purchase.title == "Sea of Stars")
        #expect(purchase.status == .reserved)
        #expect(purchase.charged == Money(59_400, try #require(Currency("KRW"))))
        #expect(purchase.pointsUsed == 400)
        #expect(purchase.reservedAt == (try Store.instant("2026-11-23T12:05:00Z")))
        #expect(purchase.releaseAt == (try Store.instant("2027-03-01T00:00:00Z")))
        #expect(purchase.isRefundable)
        #expect(try await list(try store.member(), in: store).isEmpty)
        await store.close()
    }

    @Test("offers a refund until 7 days after release, and not from then on")
    func released() async throws {
        let store = try await Store.open()
        let member = try await buy(store)
        try await move(store, to: "released")
        for (instant, isRefundable) in [
            ("2027-03-01T00:00:00Z", true), ("2027-03-07T23:59:59.999999Z", true),
            ("2027-03-08T00:00:00Z", false), ("2028-01-01T00:00:00Z", false),
        ] {
            try await store.setClock(instant)
            let purchase = try #require(try await list(member, in: store).first)
            #expect(purchase.status == .released)
            #expect(purchase.isRefundable == isRefundable, "\(instant)")
        }
        await store.close()
    }

    @Test("shows what is being refunded and offers no second refund")
    func refunding() async throws {
        let store = try await Store.open()
        let member = try await buy(store)
        try await move(store, to: "refunding")
        let purchase = try #require(try await list(member, in: store).first)
        #expect(purchase.status == .refunding)
        #expect(!purchase.isRefundable)
        await store.close()
    }

    @Test("has no line for what was given back")
    func refunded() async throws {
        let store = try await Store.open()
        let member = try await buy(store)
        try await move(store, to: "refunding")
        try await move(store, to: "refunded")
        #expect(try await list(member, in: store).isEmpty)
        await store.close()
    }

    @Test("has no line for what was not paid yet, or withdrawn before it was")
    func unpaid() async throws {
        let store = try await Store.open()
        let member = try store.member()
        let id = try await store.reserve(try store.request(member)).paymentID
        #expect(try await list(member, in: store).isEmpty)
        #expect(try await store.submit(id, by: member) == .accepted(id))
        #expect(try await list(member, in: store).isEmpty)
        try await store.settle(id, .failed(.withdrawn))
        #expect(try await list(member, in: store).isEmpty)
        await store.close()
    }

    @Test("shows an accepted gift to whom it belongs, without a refund, and not to its sender")
    func gift() async throws {
        let store = try await Store.open()
        let sender = try await buy(store)
        let owner = try await store.join()
        try await store.connection.script(
            "UPDATE preorder.reservation SET is_gift = true, owner_id = '\(owner)'"
        )
        let purchase = try #require(try await list(owner, in: store).first)
        #expect(!purchase.isRefundable)
        #expect(try await list(sender, in: store).isEmpty)
        await store.close()
    }

    @Test("is in the member's language, or in one there is")
    func language() async throws {
        let store = try await Store.open()
        try await store.connection.script(
            "INSERT INTO preorder.game_text VALUES ('\(store.gameID)', 'ko', '별의 바다', '', '')"
        )
        let (korean, french) = (
            try await buy(store, language: "ko"), try await buy(store, language: "fr")
        )
        #expect(try await list(korean, in: store).map(\.title) == ["별의 바다"])
        #expect(try await list(french, in: store).map(\.title) == ["Sea of Stars"])
        await store.close()
    }

    @Test("begins with the newest and ends at the limit")
    func order() async throws {
        let store = try await Store.open()
        let member = try store.member()
        var games: [UUID] = []
        for minute in 0..<3 {
            try await store.setClock("2026-11-23T13:0\(minute):00Z")
            let game = try await store.addGame([("KR", "KRW", 0)])
            try await store.reserve(
                try store.request(member, game: game, method: nil, shown: 0)
            )
            games.insert(game, at: 0)
        }
        #expect(try await list(member, in: store).map(\.gameID) == games)
        let two = try await store.connection.query(ReadPurchases(memberID: member, limit: 2))
        #expect(two.map(\.gameID) == Array(games.prefix(2)))
        await store.close()
    }
}
