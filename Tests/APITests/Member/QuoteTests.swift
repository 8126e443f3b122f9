import Foundation
import Money
import NIOHTTP1
import Postgres
import TestTurns
import Testing

@testable import API
@testable import Preorder

@Suite("What a refund would give back, over HTTP", .inTurn)
struct QuoteTests {
    @Test("the refund then comes to the same, and a quote writes nothing")
    func same() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let reserved = try await shop.reserveWithPoints(as: token)
            let id = try #require(reserved["reservation_id"])
            let path = "/v1/reservations/\(id)/refund-quote"
            let before = try await shop.footprint()
            let quote = try await shop.ask(.GET, path, as: token)
            #expect(quote.status == 200, "\(quote.text)")
            #expect(quote["points_restored"] == "59800" && quote["points_clawed_back"] == "0")
            #expect(quote.object("cash")?["amount_minor"] as? Int == 0)
            #expect(quote.object("cash")?["currency"] as? String == "KRW")
            #expect(try await shop.footprint() == before)
            let other = try await shop.tokens.member(shop.ids.otherMember)
            let hidden = try await shop.ask(.GET, path, as: other)
            #expect(hidden.status == 404 && hidden.problem == "unknown_reservation")
            let body = #"{"reservation_id": "\#(id)"}"#
            let refund = try await shop.post("/v1/refunds", as: token, body)
            let followed = try #require(refund.headers.first(name: "location"))
            let done = try await shop.ask(.GET, followed, as: token)
            #expect(done["points_restored"] == quote["points_restored"])
            let again = try await shop.ask(.GET, path, as: token)
            #expect(again.status == 409 && again.problem == "nothing_to_refund")
        }
    }

    @Test("every number stands under its own name, whatever is missing of the earned points")
    func numbers() throws {
        // 25 of 30 earned points are spent, and the gateway's step swallows them.
        let swallowed = RefundQuote(
            chargedMinor: 1_000,
            incrementMinor: 100,
            pointMinor: 1,
            pointsUsed: 50,
            pointsEarned: 30,
            pointsAtHand: 5
        )
        // 190 of 200 are spent: more than the cash and the used points can make up for.
        let owing = RefundQuote(
            chargedMinor: 100,
            incrementMinor: 1,
            pointMinor: 1,
            pointsUsed: 50,
            pointsEarned: 200,
            pointsAtHand: 10
        )
        let names = [
            "points_restored", "points_clawed_back", "points_deducted", "points_written_off",
        ]
        let cases: [(RefundQuote, [Int64])] = [
            (swallowed, [50, 5, 0, 25]), (owing, [0, 10, 150, 40]),
        ]
        for (quote, expected) in cases {
            let cash = Money(quote.cashMinor, try #require(Currency("KRW")))
            let json = QuoteRefund.Answer(cash: cash, quote: quote).json
            guard case .object(let members) = json else {
                Issue.record("\(json.text)")
                return
            }
            let values = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value) })
            #expect(values["cash"] == .money(cash))
            #expect(names.map { values[$0] } == expected.map { JSON.integer($0) })
        }
        #expect(swallowed.cashMinor == 1_000 && owing.cashMinor == 0)
    }

    @Test("what cannot be refunded is refused as the refund would be")
    func refused() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let unpaid = try await shop.post("/v1/reservations", as: token, shop.reservation())
            let path = "/v1/reservations/\(try #require(unpaid["reservation_id"]))/refund-quote"
            #expect(try await shop.ask(.GET, path, as: token).problem == "not_paid")
            let gift = """
                {"game_id": "\(shop.ids.secondGame)", "points": 1050,
                 "shown": {"amount_minor": 1050, "currency": "KRW"},
                 "gift": {"recipient_id": "\(shop.ids.otherMember)"}}
                """
            let given = try await shop.post("/v1/reservations", as: token, gift)
            let id = try #require(given["reservation_id"], "\(given.text)")
            let giftPath = "/v1/reservations/\(id)/refund-quote"
            #expect(try await shop.ask(.GET, giftPath, as: token).problem == "is_gift")
            let other = try await shop.tokens.member(shop.ids.otherMember)
            let accept = "/v1/gifts/\(try #require(given["gift_id"]))/acceptance"
            #expect(try await shop.post(accept, as: other, "{}").status == 200)
            #expect(try await shop.ask(.GET, giftPath, as: token).problem == "gift_accepted")
            let owned = try await shop.announce(1_000)
            let kept = try await shop.post(
                "/v1/reservations",
                as: token,
                shop.reservation(game: owned, method: nil, points: 1_000, shown: 1_000)
            )
            try await shop.connection.script(
                "UPDATE outbox.clock SET simulated_at = '2027-03-08T00:00:00Z'"
            )
            let keptPath =
                "/v1/reservations/\(try #require(kept["reservation_id"]))/refund-quote"
            #expect(try await shop.ask(.GET, keptPath, as: token).problem == "too_late")
        }
    }
}
