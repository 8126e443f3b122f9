import Foundation
import TestBrowser
import Testing

@testable import reservoir_demo

/// The whole life in a browser: the pages, the sandbox's authentication page, and the batches that
/// run every few seconds.
@Suite("The open shop in a browser", .serialized)
struct BrowserTests {
    @Test("a member pays by card and asks for the refund, and a friend accepts their gift")
    func journey() async throws {
        try await ServeTests.withShop { visitor in
            let url = try visitor.setting("RESERVOIR_API_URL")
            try await Browser.open { browser in
                try await Self.signIn(browser, url, person: 0)
                let title = try await Self.buy(browser, url, game: 1)
                try await Self.refund(browser, url, title)
                let gift = try await Self.give(browser, url, game: 2)
                try await Self.signIn(browser, url, person: 1)
                try await Self.accept(browser, url, gift)
                let complaints = try await browser.complaints().filter { $0.contains(url) }
                #expect(complaints == [], "\(complaints)")
            }
        }
    }

    private static func signIn(_ browser: Browser, _ url: String, person: Int) async throws {
        try await browser.go(to: url + "/sign-in")
        try await browser.click("button[name=person][value='\(person)']")
        try await browser.wait(for: "a[href='/store'][aria-current]")
    }

    /// Reserves a game of the shelf, approves on the gateway's page, pays, and waits for the batch.
    private static func buy(_ browser: Browser, _ url: String, game: Int) async throws -> String {
        try await open(browser, url, game)
        let title = try await browser.text(of: "h1")
        try await browser.click("form[action$='/reservation'] button")
        try await pay(browser)
        try await browser.go(to: url + "/store/purchases")
        try await browser.wait(for: "section:first-of-type form[action$='/refund'] button:enabled")
        #expect(try await browser.text(of: "section:first-of-type h2").hasPrefix(title))
        try await browser.keepPicture("purchased")
        return title
    }

    /// Presses the button of the newest purchase: it goes inactive at once, and when the money is
    /// back the game is gone.
    private static func refund(_ browser: Browser, _ url: String, _ title: String) async throws {
        let count = try await browser.count("main section")
        try await browser.click("section:first-of-type form[action$='/refund'] button")
        try await browser.wait(for: "section:first-of-type button:disabled")
        #expect(try await browser.text(of: "section:first-of-type h2").hasPrefix(title))
        try await browser.keepPicture("refunding")
        try await browser.click("section:first-of-type a.button")
        try await browser.wait(for: "p .badge.good")
        try await browser.keepPicture("refunded")
        try await browser.go(to: url + "/store/purchases")
        #expect(try await browser.count("main section") == count - 1)
    }

    private static func give(_ browser: Browser, _ url: String, game: Int) async throws -> String {
        try await open(browser, url, game)
        let title = try await browser.text(of: "h1")
        try await browser.click("summary")
        try await browser.fill("textarea[name=message]", "Happy <b>birthday</b> & more")
        try await browser.keepPicture("give")
        try await browser.click("form[action$='/gift'] button")
        try await pay(browser)
        try await browser.go(to: url + "/store/gifts")
        try await browser.keepPicture("sent")
        return title
    }

    /// The recipient reads the message as it was typed, and the game becomes theirs.
    private static func accept(_ browser: Browser, _ url: String, _ title: String) async throws {
        try await browser.go(to: url + "/store/gifts")
        let gift = "section:has(form[action$='/acceptance'])"
        #expect(try await browser.text(of: gift + " h2").hasPrefix(title))
        #expect(try await browser.text(of: gift + " .prose") == "“Happy <b>birthday</b> & more”")
        try await browser.keepPicture("received")
        try await browser.click(gift + " form[action$='/acceptance'] button")
        try await browser.wait(for: "section:first-of-type .badge.good")
        try await browser.go(to: url + "/store/purchases")
        #expect(try await browser.text(of: "section:first-of-type h2").hasPrefix(title))
        #expect(try await browser.count("section:first-of-type button:enabled") == 0)
    }

    private static func open(_ browser: Browser, _ url: String, _ game: Int) async throws {
        try await browser.go(to: url + "/store")
        try await browser.keepPicture("shelf")
        try await browser.click(".shelf a:nth-last-of-type(\(game))")
        try await browser.wait(for: "aside")
    }

    private static func pay(_ browser: Browser) async throws {
        try await browser.keepPicture("authenticate")
        try await browser.click("button[value=approve]")
        try await browser.keepPicture("pay")
        try await browser.click("form[action$='/submission'] button")
        try await browser.keepPicture("pending")
        try await browser.wait(for: ".card a[href='/store/purchases']")
    }
}
