import Foundation
import NIOHTTP1
import TestBrowser
import TestTurns
import Testing

@Suite("What a manager does in a browser", .inTurn)
struct ManagerPageTests {
    private func discount(
        _ shop: Shop,
        policy: String = "percent",
        amount: String = "25",
        from: String = "2026-11-23T00:00",
        until: String = "2026-12-01T00:00",
        reason: String = "sale"
    ) -> KeyValuePairs<String, String> {
        [
            "game": shop.ids.game.uuidString, "policy": policy, "amount": amount, "from": from,
            "until": until, "reason": reason,
        ]
    }

    @Test("a discount is registered, and the shelf shows the price before it struck through")
    func register() async throws {
        try await Shop.openPages { shop in
            let manager = try await shop.tokens.manager(shop.ids.manager)
            let member = try await shop.member()
            try await Browser.open(language: "ko") { browser in
                try await shop.signIn(browser, as: manager)
                try await browser.click("header a[href='/manager/discounts']")
                let id = shop.ids.game.uuidString.lowercased()
                try await browser.click("#register option[value='\(id)']")
                try await browser.fill("#register input[name=amount]", "12.5")
                try await browser.fill("#register textarea", "겨울 할인")
                try await browser.click("#register button")
                try await browser.wait(for: "form[action$='/end']")
                #expect(try await browser.text(of: "tbody tr").contains("12.5%"))
                #expect(try await browser.text(of: "tbody tr").contains("Park"))
                #expect(try await browser.complaints() == [])
            }
            let rows = "SELECT policy, amount, reason FROM preorder.discount"
            #expect(try await shop.lines(rows) == ["percent|1250|겨울 할인"])
            try await Browser.open(language: "ko") { browser in
                try await shop.signIn(browser, as: member)
                #expect(try await browser.text(of: ".price s") == "59,800원")
                #expect(try await browser.text(of: ".price:has(s)").contains("52,325원"))
            }
        }
    }

    @Test("what cannot be registered is refused in place and keeps what was typed")
    func refused() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.tokens.manager(shop.ids.manager)
            let path = "/manager/discounts"
            let before = try await shop.decisions()
            let cases: [(KeyValuePairs<String, String>, Int, String)] = [
                (discount(shop, amount: "0"), 422, "more than nothing"),
                (discount(shop, amount: "100.01"), 422, "at most 100%"),
                (discount(shop, amount: "ten"), 422, "at most 2 decimals"),
                (discount(shop, policy: "amount", amount: "59801"), 422, "list price"),
                (discount(shop, policy: "amount", amount: "1.5"), 422, "at most 0 decimals"),
                (discount(shop, policy: "lottery"), 422, "Discount refused"),
                (discount(shop, from: "2026-12-02T00:00"), 422, "before it begins"),
                (
                    discount(shop, from: "2026-11-01T00:00", until: "2026-11-02T00:00"), 422,
                    "in the past"
                ),
                (discount(shop, from: "tomorrow"), 422, "a day and a time"),
                (discount(shop, reason: ""), 422, "Give a reason"),
                (["game": UUID().uuidString], 422, "at most"),
            ]
            for (fields, status, text) in cases {
                let reply = try await shop.send(path, as: token, fields)
                #expect(reply.status == status, "\(fields)")
                #expect(reply.text.contains(text), "\(fields): \(reply.text)")
            }
            let kept = try await shop.send(path, as: token, discount(shop, amount: "777"))
            #expect(kept.text.contains(#"value="777""#))
            #expect(kept.text.contains(#"value="2026-12-01T00:00""#))
            #expect(try await shop.decisions() == before)
        }
    }

    @Test("the office's clock counts; sent twice a discount is registered once, then ended once")
    func once() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.tokens.manager(shop.ids.manager)
            let path = "/manager/discounts"
            let key = UUID().uuidString
            let fields = discount(shop, policy: "amount", amount: "9800")
            for _ in 1...2 {
                let reply = try await shop.send(path, as: token, fields, key: key)
                #expect(reply.status == 303 && Shop.location(reply) == path, "\(reply.text)")
            }
            let rows = """
                SELECT discount_id, amount, lower(period) AT TIME ZONE 'UTC' FROM preorder.discount
                """
            let found = try await shop.lines(rows)
            #expect(found.count == 1 && found[0].hasSuffix("|9800|2026-11-22 15:00:00"), "\(found)")
            let id = try #require(found.first?.split(separator: "|").first)
            let overlapping = try await shop.send(path, as: token, fields)
            #expect(overlapping.status == 409 && overlapping.text.contains("Another discount"))
            let page = try await shop.visit(path, as: token).text
            #expect(page.contains("₩9,800") && page.contains("2026-11-23 00:00 GMT+9"))
            let end = "\(path)/\(id)/end"
            let american = try await shop.tokens.manager(shop.ids.americanManager, "US")
            let other = try await shop.send(end, as: american, ["reason": "r"])
            #expect(other.status == 404, "\(other.text)")
            #expect(!(try await shop.visit(path, as: american)).text.contains(id))
            let silent = try await shop.send(end, as: token, ["reason": ""])
            #expect(silent.status == 422 && silent.text.contains("Give a reason"))
            #expect(try await shop.send(end, as: token, ["reason": "over"]).status == 303)
            let again = try await shop.send(end, as: token, ["reason": "over"])
            #expect(again.status == 409 && again.text.contains("over already"))
            let ended = "SELECT ended_reason FROM preorder.discount"
            #expect(try await shop.lines(ended) == ["over"])
        }
    }

    @Test("a manager whose token names another country writes nothing there")
    func moved() async throws {
        try await Shop.openPages { shop in
            let before = try await shop.decisions()
            let moved = try await shop.tokens.manager(shop.ids.americanManager, "KR")
            let stranger = try await shop.tokens.manager(UUID())
            let nowhere = try await shop.tokens.manager(shop.ids.manager, "ZZ")
            let owned = try await shop.reserveWithPoints(as: try await shop.member())
            let id = try #require(owned["reservation_id"])
            let after = try await shop.decisions()
            #expect(before != after)
            for token in [moved, stranger] {
                let path = "/manager/discounts"
                let reply = try await shop.send(path, as: token, discount(shop))
                #expect([403, 404].contains(reply.status), "\(reply.text)")
                let refund: KeyValuePairs = ["reservation": id, "reason": "r"]
                let asked = try await shop.send("/manager/refunds", as: token, refund)
                #expect([403, 404].contains(asked.status), "\(asked.text)")
            }
            #expect(try await shop.visit("/manager", as: nowhere).status == 403)
            #expect(try await shop.decisions() == after)
        }
    }

    @Test("a refund is asked for on a member's behalf, by the office that sold")
    func refunds() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.tokens.manager(shop.ids.manager)
            let american = try await shop.tokens.manager(shop.ids.americanManager, "US")
            let owned = try await shop.reserveWithPoints(as: try await shop.member())
            let id = try #require(owned["reservation_id"])
            let fields: KeyValuePairs = ["reservation": id, "reason": "a complaint"]
            let path = "/manager/refunds"
            let before = try await shop.decisions()
            let other = try await shop.send(path, as: american, fields)
            #expect(other.status == 404 && other.text.contains("no such reservation"))
            let typo = try await shop.send(path, as: token, ["reservation": "x", "reason": "r"])
            #expect(typo.status == 404 && typo.text.contains(#"value="x""#))
            let silent = try await shop.send(path, as: token, ["reservation": id])
            #expect(silent.status == 422 && silent.text.contains("Give a reason"))
            #expect(try await shop.decisions() == before)
            let asked = try await shop.send(path, as: token, fields)
            let location = try #require(Shop.location(asked), "\(asked.text)")
            #expect(try await shop.visit(location, as: token).text.contains("Refunded"))
            #expect(try await shop.visit(location, as: american).status == 404)
            let again = try await shop.send(path, as: token, fields)
            #expect(Shop.location(again) == location, "\(again.text)")
            #expect(try await shop.lines("SELECT count(*) FROM preorder.refund") == ["1"])
        }
    }

    @Test("sales of the last thirty days are drawn and listed for the own country alone")
    func sales() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.tokens.manager(shop.ids.manager)
            let american = try await shop.tokens.manager(shop.ids.americanManager, "US")
            let empty = try await shop.visit("/manager", as: token).text
            #expect(empty.contains("Nothing has been sold yet."))
            _ = try await shop.reserveWithPoints(as: try await shop.member())
            try await shop.drainReports()
            let page = try await shop.visit("/manager", as: token).text
            #expect(page.contains("Sea of Stars") && page.contains("₩59,800"))
            #expect(page.contains("<title>11-23 — Reservations: 1, Gifts among them: 0</title>"))
            let other = try await shop.visit("/manager", as: american).text
            #expect(other.contains("Nothing has been sold yet.") && !other.contains("59,800"))
        }
    }
}
