import Foundation
import NIOHTTP1
import TestTurns
import Testing

@Suite("What pages leave in logs and traces", .inTurn)
struct PageTraceTests {
    @Test("a gateway's token that stands in an address reaches no log, also by the language button")
    func token() async throws {
        try await Shop.open { shop in
            let member = try await shop.member()
            let made = try await shop.post("/v1/reservations", as: member, shop.reservation())
            let payment = "/store/payments/\(try #require(made["payment_id"]))/authenticated"
            let api = try await RunningAPI.start(shop, ["RESERVOIR_PAGES": "on"])
            let outside = shop.at(api.url)
            let back = "\(payment)?paymentMethod=pm_secret1"
            #expect(try await outside.visit(back, as: member).text.contains("pm_secret1"))
            let reply = try await outside.send(
                "/language",
                as: member,
                ["language": "ko", "back": back]
            )
            #expect(reply.status == 303 && Shop.location(reply) == back)
            api.process.terminate()
            #expect(try await api.status() == 0)
            let log = try api.log()
            #expect(log.contains("location=\(payment)") && !log.contains("pm_secret1"))
        }
    }

    @Test("what is done by page belongs to the trace of its request", arguments: [true, false])
    func traces(isGift: Bool) async throws {
        try await Shop.openPages { shop in
            let member = try await shop.member()
            let recipient = try await shop.tokens.member(shop.ids.otherMember)
            let path: String
            if isGift {
                let gift = """
                    {"game_id": "\(shop.ids.secondGame)", "points": 1050,
                     "shown": {"amount_minor": 1050, "currency": "KRW"},
                     "gift": {"recipient_id": "\(shop.ids.otherMember)"}}
                    """
                let made = try await shop.post("/v1/reservations", as: member, gift)
                path = "/store/gifts/\(try #require(made["gift_id"], "\(made.text)"))/decline"
            } else {
                let made = try await shop.post("/v1/reservations", as: member, shop.reservation())
                path = "/store/payments/\(try #require(made["payment_id"]))/withdrawal"
            }
            let read = "SELECT split_part(traceparent, '-', 2) FROM preorder.reservation"
            let before = try await shop.lines(read)
            for _ in 0..<2 {
                let reply = try await shop.send(
                    path,
                    as: isGift ? recipient : member,
                    [:],
                    key: "once"
                )
                #expect(reply.status == 303, "\(reply.text)")
            }
            let after = try await shop.lines(read)
            #expect(after.count == 1 && after != before)
            let status = try await shop.lines("SELECT status FROM preorder.reservation")
            #expect(status == [isGift ? "refunded" : "cancelled"])
        }
    }
}
