import Foundation
import Money
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A reservation is refused, and nothing is written,", .inTurn)
struct ReserveTests {
    @Test("for a member who does not exist or was erased")
    func unknownMember() async throws {
        let store = try await Store.open()
        #expect(try await store.refusal(try store.request(UUID())) == .unknownMember)
        let member = try store.member()
        try await store.connection.script(
            "UPDATE preorder.member SET erased_at = outbox.now() WHERE member_id = '\(member)'"
        )
        #expect(try await store.refusal(try store.request(member)) == .unknownMember)
        await store.close()
    }

    @Test("for a game that does not exist or is not sold in the member's country")
    func unknownGame() async throws {
        let store = try await Store.open()
        let member = try store.member()
        let absent = try store.request(member, game: UUID())
        #expect(try await store.refusal(absent) == .unknownGame)
        let foreign = try await store.addGame([("US", "USD", 5_999)])
        #expect(
            try await store.refusal(try store.request(member, game: foreign)) == .unknownGame
        )
        await store.close()
    }

    @Test("for a game that was cancelled")
    func cancelled() async throws {
        let store = try await Store.open()
        try await store.connection.script("UPDATE preorder.game SET status = 'cancelled'")
        #expect(
            try await store.refusal(try store.request(try store.member())) == .gameCancelled
        )
        await store.close()
    }

    @Test("for a game that is out, although its sales window is still open")
    func released() async throws {
        let store = try await Store.open()
        try await store.connection.script("UPDATE preorder.game SET status = 'released'")
        #expect(try await store.refusal(try store.request(try store.member())) == .notOnSale)
        await store.close()
    }

    @Test("outside the sales window, whose first instant belongs to it and whose last does not")
    func window() async throws {
        let store = try await Store.open()
        let request = try store.request(try store.member())
        for instant in ["2026-10-31T23:59:59.999999Z", "2027-03-01T00:00:00Z"] {
            try await store.setClock(instant)
            #expect(try await store.refusal(request) == .notOnSale)
        }
        try await store.setClock("2026-11-01T00:00:00Z")
        try await store.reserve(request)
        try await store.setClock("2027-02-28T23:59:59.999999Z")
        try await store.reserve(try store.request(try await store.join()))
        await store.close()
    }

    @Test("for a game that the member has reserved already, whatever its state")
    func already() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(1_000, to: member)
        let request = try store.request(member, points: 400)
        let receipt = try await store.reserve(request)
        #expect(try await store.refusal(request) == .alreadyReserved)
        let id = receipt.paymentID
        #expect(try await store.submit(id, by: member) == .accepted(id))
        #expect(try await store.refusal(request) == .alreadyReserved)
        try await store.settle(receipt.paymentID, .applied(gatewayPaymentID: "pay_1"))
        #expect(try await store.refusal(request) == .alreadyReserved)
        for status in ["released", "refunding"] {
            try await store.connection.script(
                "UPDATE preorder.reservation SET status = '\(status)'"
            )
            #expect(try await store.refusal(request) == .alreadyReserved)
        }
        await store.close()
    }

    @Test("when the price is no longer what was shown, and the new price then works")
    func priceChanged() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.discount("percent", 2_500)
        let won = try #require(Currency("KRW"))
        #expect(
            try await store.refusal(try store.request(member))
                == .priceChanged(Money(44_850, won))
        )
        let dollars = try store.request(member, shown: 44_850, in: "USD")
        #expect(try await store.refusal(dollars) == .priceChanged(Money(44_850, won)))
        let receipt = try await store.reserve(try store.request(member, shown: 44_850))
        #expect(receipt.amount == Money(44_850, won))
        await store.close()
    }

    @Test(
        "for a method that is not one",
        arguments: ["cheque", "", " card", "Card", "card'; --", "카드", "card\n"]
            + [String(repeating: "x", count: 9_999)]
    )
    func noMethod(method: String) async throws {
        let store = try await Store.open()
        let request = try store.request(try store.member(), method: method)
        #expect(try await store.refusal(request) == .methodNotSupported)
        await store.close()
    }

    @Test("for a method with a NUL character, and the connection stays usable")
    func nul() async throws {
        let store = try await Store.open()
        let before = try await store.footprint()
        let request = try store.request(try store.member(), method: "ca\u{0}rd")
        #expect(try await store.refusal(request) == .methodNotSupported)
        #expect(try await store.footprint() == before)
        await store.close()
    }

    @Test("for a method of another country, or one that was disabled")
    func method() async throws {
        let store = try await Store.open()
        let offices = CountryOffices(by: .setUp)
        try await offices.enable(
            "link",
            country: "US",
            account: "stripe-us",
            on: store.connection
        ).get()
        let request = try store.request(try store.member(), method: "link")
        #expect(try await store.refusal(request) == .methodNotSupported)
        try await offices.disable("card", country: "KR", on: store.connection).get()
        let card = try store.request(try store.member())
        #expect(try await store.refusal(card) == .methodNotSupported)
        await store.close()
    }

    @Test("without a method where something is to be charged, with one where nothing is")
    func methodAndNothing() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(59_800, to: member)
        let bare = try store.request(member, method: nil, points: 59_700)
        #expect(try await store.refusal(bare) == .methodRequired)
        let covered = try store.request(member, points: 59_800)
        #expect(try await store.refusal(covered) == .nothingToCharge)
        await store.close()
    }

    @Test("under a discount of a policy that this program does not know")
    func unknownPolicy() async throws {
        let store = try await Store.open()
        try await store.connection.script(
            """
            INSERT INTO preorder.discount (discount_id, game_id, country, policy, amount, period,
                registered_by, registered_at, reason)
            VALUES (gen_random_uuid(), '\(store.gameID)', 'KR', 'lottery', 1,
                    '[2026-11-01Z,2026-12-01Z)', 'ada', outbox.now(), 'test')
            """
        )
        let request = try store.request(try store.member())
        #expect(try await store.refusal(request) == .unknownDiscountPolicy("lottery"))
        await store.close()
    }
}
