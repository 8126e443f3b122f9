import Foundation
import TestBrowser
import TestTurns
import Testing

@Suite("The store's pages in a browser", .inTurn)
struct StorePageTests {
    @Test("a member reserves with points, sees the purchase, and asks for its refund")
    func journey() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.member()
            try await Browser.open(language: "ko") { browser in
                try await shop.signIn(browser, as: token)
                try await browser.keepPicture("store")
                try await browser.click(
                    "a[href='/store/games/\(shop.ids.game.uuidString.lowercased())']"
                )
                try await browser.keepPicture("game")
                try await browser.fill("input[name=points]", "59800")
                try await browser.click("input[name=method][value='']")
                try await browser.click("aside section:first-child button")
                try await browser.wait(for: "form[action$='/refund'] button:enabled")
                try await browser.keepPicture("purchases")
                #expect(try await browser.text(of: "main h2").contains("별의 바다"))
                try await browser.click("form[action$='/refund'] button")
                #expect(try await browser.complaints() == [])
            }
        }
    }
}
