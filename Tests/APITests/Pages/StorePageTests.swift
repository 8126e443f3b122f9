import Foundation
import Postgres
import TestBrowser
import TestTurns
import Testing

@Suite("The store's pages in a browser", .inTurn)
struct StorePageTests {
    private static func gamePath(_ shop: Shop) -> String {
        "/store/games/\(shop.ids.game.uuidString.lowercased())"
    }

    private static let reserve = "form[action$='/reservation'] button"

    @Test("a member reserves with points, sees the purchase, and asks for its refund")
    func journey() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.member()
            try await Browser.open(language: "ko") { browser in
                try await shop.signIn(browser, as: token)
                try await browser.click("a[href='\(Self.gamePath(shop))']")
                try await browser.keepPicture("game-ko")
                try await Self.payWithPoints(browser)
                try await browser.wait(for: "form[action$='/refund'] button:enabled")
                try await browser.keepPicture("purchases-ko")
                #expect(try await browser.text(of: "main h2").contains("별의 바다"))
                try await browser.click("form[action$='/refund'] button")
                try await browser.wait(for: "p.empty")
                try await browser.go(to: shop.url + "/store/points")
                try await browser.keepPicture("points-ko")
                #expect(try await browser.text(of: ".tile b") == "40,200P")
                let entries = try await browser.text(of: "main .scroll:last-child")
                #expect(entries.contains("사용 대기") && entries.contains("−59,800P"), "\(entries)")
                #expect(try await browser.complaints() == [])
            }
        }
    }

    private static func payWithPoints(_ browser: Browser) async throws {
        try await browser.fill("input[name=points]", "59800")
        try await browser.click("input[name=method][value='']")
        try await browser.click(reserve)
    }

    @Test("whoever asks for what cannot be is told what would do, and nothing is written")
    func refused() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.member()
            try await Browser.open { browser in
                try await shop.signIn(browser, as: token)
                try await browser.click("a[href='\(Self.gamePath(shop))']")
                let before = try await shop.footprint()
                try await browser.fill("input[name=points]", "59750")
                try await browser.click(Self.reserve)
                let notice = try await browser.text(of: ".notice.bad")
                #expect(notice.contains("What would do: 59,700 points"), "\(notice)")
                try await browser.keepPicture("refused")
                #expect(try await shop.footprint() == before)
                let points = try await browser.attribute("value", of: "input[name=points]")
                #expect(points == "59750")
            }
        }
    }

    @Test("a price that changed while the page was open is shown before anything is paid (A4a)")
    func priceChanged() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.member()
            try await Browser.open { browser in
                try await shop.signIn(browser, as: token)
                try await browser.click("a[href='\(Self.gamePath(shop))']")
                try await shop.connection.script(
                    "UPDATE preorder.game_price SET list_minor = 61000 WHERE list_minor = 59800"
                )
                let before = try await shop.footprint()
                try await browser.click(Self.reserve)
                try await browser.wait(for: ".notice.bad")
                #expect(try await browser.text(of: ".total") == "₩61,000")
                #expect(try await shop.footprint() == before)
                try await browser.click(Self.reserve)
                try await browser.wait(for: "form[action$='/withdrawal']")
                #expect(try await browser.text(of: ".total") == "₩61,000")
            }
        }
    }

    @Test("a reservation that is not paid can be withdrawn, and made again")
    func withdrawn() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.member()
            try await Browser.open { browser in
                try await shop.signIn(browser, as: token)
                for _ in 1...2 {
                    try await browser.go(to: shop.url + Self.gamePath(shop))
                    try await browser.click(Self.reserve)
                    try await browser.click("form[action$='/withdrawal'] button")
                    try await browser.wait(for: ".card a[href='/store']")
                    #expect(try await browser.text(of: "h1") == "Payment failed")
                }
                let lines = try await shop.lines(
                    "SELECT status, failure_reason, count(*) FROM preorder.payment GROUP BY 1, 2"
                )
                #expect(lines == ["failed|withdrawn|2"])
            }
        }
    }

    @Test("going back and sending the same form again reserves nothing new")
    func sentTwice() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.member()
            try await Browser.open { browser in
                try await shop.signIn(browser, as: token)
                try await browser.click("a[href='\(Self.gamePath(shop))']")
                try await Self.payWithPoints(browser)
                try await browser.wait(for: "form[action$='/refund']")
                let after = try await shop.footprint()
                try await browser.back()
                try await browser.click(Self.reserve)
                try await browser.wait(for: "form[action$='/refund']")
                #expect(try await shop.footprint() == after)
            }
        }
    }

    @Test("the language is changed by hand and stays")
    func language() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.member()
            try await Browser.open(language: "en") { browser in
                try await shop.signIn(browser, as: token)
                try await browser.click("a[href='\(Self.gamePath(shop))']")
                #expect(try await browser.text(of: "h1") == "Sea of Stars")
                try await browser.click("header button[lang=ko]")
                try await browser.wait(for: "html[lang=ko]")
                #expect(try await browser.text(of: "h1") == "별의 바다")
                try await browser.go(to: shop.url + "/store/gifts")
                #expect(try await browser.text(of: "h1") == "선물함")
            }
        }
    }

    @Test("whoever signs out is asked to sign in again, also with a token that is no good")
    func signedOut() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.member()
            try await Browser.open { browser in
                try await shop.signIn(browser, as: token)
                try await browser.click("header form[action='/sign-out'] button")
                try await browser.go(to: shop.url + "/store/purchases")
                #expect(try await browser.address() == shop.url + "/sign-in")
                try await browser.fill("textarea[name=token]", token + "x")
                try await browser.click("details button")
                try await browser.wait(for: ".notice.bad")
                try await browser.keepPicture("sign-in")
            }
        }
    }
}
