import Foundation
import Outbox
import TestBrowser
import TestTurns
import Testing

@Suite("What an operator does in a browser", .inTurn)
struct OperatorJourneyTests {
    @Test("a dead letter is found, opened and replayed with a reason; a second replay is refused")
    func replay() async throws {
        try await Shop.openPages { shop in
            let id = try await shop.deadReport()
            let token = try await shop.tokens.operator("Ada Lovelace")
            try await Browser.open { browser in
                try await shop.signIn(browser, as: token)
                try await browser.wait(for: ".tile.warn[href='/operator/dead-letters']")
                #expect(try await browser.count("main form") == 0)
                try await browser.click("main a[href='/operator/dead-letters']")
                try await browser.click("main a[href='/operator/dead-letters/\(id)']")
                #expect(try await browser.text(of: "dl.facts strong").contains("never"))
                try await browser.fill("#replay textarea", "the constraint is gone")
                try await shop.permitReports()
                try await browser.click("#replay button")
                try await browser.wait(for: "h1 .badge.good")
                #expect(try await browser.count("#replay, #verdict") == 0)
                #expect(try await browser.text(of: "aside").contains("Ada Lovelace"))
                #expect(try await browser.complaints() == [])
            }
            let letter = "SELECT state, resolved_by, reason FROM outbox.dead_letter"
            #expect(
                try await shop.lines(letter) == ["replayed|Ada Lovelace|the constraint is gone"]
            )
            let queue = "SELECT state FROM outbox.queue WHERE message_id = \(id)"
            #expect(try await shop.lines(queue) == ["waiting"])
            let acts =
                "SELECT verb, subject, done_by FROM preorder.staff_act WHERE verb LIKE 'dead%'"
            let kept = ["dead letter replayed|message \(id)|Ada Lovelace"]
            #expect(try await shop.lines(acts) == kept)

            let other = try await shop.tokens.operator("Bob")
            let path = "/operator/dead-letters/\(id)"
            let again = try await shop.send(path + "/replay", as: other, ["reason": "me too"])
            #expect(again.status == 409)
            #expect(again.text.contains("Ada Lovelace has decided already"))
            #expect(try await shop.lines(acts) == kept)
            #expect(try await shop.drainReports().applied == 1)
            #expect(try await shop.lines(queue) == [])
        }
    }

    @Test("a channel is paused and goes on, by name and with reasons")
    func pause() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.tokens.operator("Ada Lovelace")
            let rows = "SELECT scope, name, paused_by, reason FROM outbox.pause"
            try await Browser.open(language: "ko") { browser in
                try await shop.signIn(browser, as: token)
                try await browser.click("header a[href='/operator/holds']")
                try await browser.click("#pause option[value='channel:mail']")
                try await browser.fill("#pause textarea", "중계 서버 점검")
                try await browser.click("#pause button")
                try await browser.wait(for: "form[action$='/resume']")
                #expect(try await shop.lines(rows) == ["channel|mail|Ada Lovelace|중계 서버 점검"])
                #expect(try await browser.count("option[value='channel:mail']") == 0)
                try await browser.fill("form[action$='/resume'] input[name=reason]", "끝남")
                try await browser.click("form[action$='/resume'] button")
                try await browser.wait(for: "#pause option[value='channel:mail']")
                #expect(try await browser.complaints() == [])
            }
            #expect(try await shop.lines(rows) == [])
            let acts =
                "SELECT verb, done_by, reason FROM preorder.staff_act WHERE subject = 'channel mail'"
            #expect(
                try await shop.lines(acts)
                    == ["paused|Ada Lovelace|중계 서버 점검", "resumed|Ada Lovelace|끝남"]
            )
        }
    }
}
