import Foundation
import Money
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Catalogue", .inTurn)
struct CatalogTests {
    @Test("a member sees the price with the discount in force, in their language")
    func price() async throws {
        let shop = try await Shop.open()
        let id = try await Discounts().register(try shop.quarterOff(), on: shop.connection).get()
        let list = try await Catalog().list(country: "KR", language: "ko", on: shop.connection)
        let entry = try #require(list.first)
        #expect(list.count == 1)
        #expect(entry.title == "별의 바다")
        #expect(entry.price.list.amountMinor == 59_800)
        #expect(entry.price.payable.amountMinor == 44_850)
        #expect(entry.discount?.discountID == id)
        #expect(entry.isOpen)
        let french = try await Catalog()
            .page(of: shop.gameID, country: "KR", language: "fr", on: shop.connection)
        #expect(french?.entry.title == "별의 바다")
        #expect(french?.systemRequirements == "8GB")
        await shop.close()
    }

    @Test("a game is listed only where and while it can be reserved")
    func window() async throws {
        let shop = try await Shop.open()
        let catalog = Catalog()
        #expect(
            try await catalog.list(country: "US", language: "en", on: shop.connection).isEmpty
        )
        #expect(
            try await catalog.page(
                of: shop.gameID,
                country: "US",
                language: "en",
                on: shop.connection
            ) == nil
        )
        try await shop.connection.script(
            "UPDATE outbox.clock SET simulated_at = '2027-02-28T15:00:00Z'"
        )
        #expect(
            try await catalog.list(country: "KR", language: "ko", on: shop.connection).isEmpty
        )
        let page = try await catalog.page(
            of: shop.gameID,
            country: "KR",
            language: "ko",
            on: shop.connection
        )
        #expect(page?.entry.isOpen == false)
        await shop.close()
    }

    @Test("the list is read page by page without gaps or repeats")
    func pages() async throws {
        let shop = try await Shop.open()
        for _ in 0..<4 {
            _ = try await AddGame(by: .setUp)(try Shop.game(), on: shop.connection).get()
        }
        var seen: [UUID] = []
        var place: Catalog.Place?
        for _ in 0..<4 {
            let page = try await Catalog()
                .list(country: "KR", language: "ko", after: place, limit: 2, on: shop.connection)
            seen += page.map(\.gameID)
            place = page.last.map { Catalog.Place(releaseAt: $0.releaseAt, gameID: $0.gameID) }
        }
        #expect(seen.count == 5)
        #expect(Set(seen).count == 5)
        await shop.close()
    }

    @Test("the price is rounded down to the coarsest step of the country's gateways")
    func increment() async throws {
        let shop = try await Shop.open()
        try await shop.connection.script(
            "UPDATE preorder.gateway_currency SET increment_minor = 100 WHERE gateway = 'toss'"
        )
        _ = try await Discounts().register(try shop.quarterOff(), on: shop.connection).get()
        let list = try await Catalog().list(country: "KR", language: "ko", on: shop.connection)
        #expect(list.first?.price.payable.amountMinor == 44_800)
        await shop.close()
    }

    @Test("a discount of a policy that this program does not know names no price")
    func unknownPolicy() async throws {
        let shop = try await Shop.open()
        let id = try await Discounts().register(try shop.quarterOff(), on: shop.connection).get()
        let catalog = Catalog(policies: DiscountPolicies([AmountDiscount()]))
        await #expect(throws: CatalogError.unknownDiscountPolicy("percent", discount: id)) {
            try await catalog.list(country: "KR", language: "ko", on: shop.connection)
        }
        await shop.close()
    }

    @Test("a game with a mistake is refused whole")
    func refusals() async throws {
        let shop = try await Shop.open()
        let good = try Shop.game()
        let dollars = Money(100, try #require(Shop.dollar))
        let cases: [(GameRefusal, @Sendable (inout NewGame) -> Void)] = [
            (.noText, { $0.texts = [] }), (.language("ko"), { $0.texts.append($0.texts[0]) }),
            (.language("KO"), { $0.texts[0].language = "KO" }),
            (.title(language: "ko"), { $0.texts[0].title = "" }),
            (.title(language: "ko"), { $0.texts[0].title = "two\nlines" }),
            (.title(language: "ko"), { $0.texts[0].title = "a\u{0}b" }),
            (.text(language: "ko"), { $0.texts[0].description = "a\u{0}b" }),
            (.text(language: "en"), { $0.texts[1].systemRequirements = "\u{1B}[2J" }),
            (
                .text(language: "ko"),
                { $0.texts[0].description = String(repeating: "가", count: 20_001) }
            ),
            (.image("javascript:alert(1)"), { $0.images = ["javascript:alert(1)"] }),
            (.image("https://x.example/\n"), { $0.images = ["https://x.example/\n"] }),
            (
                .image("https://x.example/a"),
                { $0.images = Array(repeating: "https://x.example/a", count: 21) }
            ),
            (.priceTwice(country: "KR"), { $0.prices.append($0.prices[0]) }),
            (.unknownCountry("XX"), { $0.prices[0].country = "XX" }),
            (.currency(country: "KR", expected: "KRW"), { $0.prices[0].list = dollars }),
            (.salesWindow(country: "KR"), { $0.prices[0].salesUntil = $0.prices[0].salesFrom }),
        ]
        for (refusal, change) in cases {
            var game = good
            change(&game)
            #expect(try await AddGame(by: .setUp)(game, on: shop.connection) == .failure(refusal))
        }
        #expect(try await shop.lines("SELECT count(*) FROM preorder.game") == ["1"])
        await shop.close()
    }
}
