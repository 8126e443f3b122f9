import Foundation
import NIOHTTP1
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("What a member does over HTTP", .inTurn)
struct MemberJourneyTests {
    @Test("a game is found, reserved, paid for, owned and given back")
    func wholeLife() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let reserved = try await shop.post("/v1/reservations", as: token, shop.reservation())
            #expect(reserved.status == 201, "\(reserved.text)")
            let reservationID = try #require(reserved["reservation_id"])
            let paymentID = try #require(reserved["payment_id"])
            let location = reserved.headers.first(name: "location")
            #expect(location == "/v1/reservations/\(reservationID)")
            let state = try await shop.ask(.GET, location ?? "", as: token)
            #expect(state["status"] == "awaiting_payment")

            let path = "/v1/payments/\(paymentID)"
            let submitted = try await shop.post(path + "/submission", as: token, #"{"token":"t1"}"#)
            #expect(submitted.status == 202, "\(submitted.text)")
            #expect(submitted.headers.first(name: "location") == path)
            #expect(try await shop.ask(.GET, path, as: token)["status"] == "pending")
            #expect(try await shop.ask(.GET, "/v1/purchases", as: token).items.isEmpty)

            try await shop.charge(paymentID)
            #expect(try await shop.ask(.GET, path, as: token)["status"] == "completed")
            let purchases = try await shop.ask(.GET, "/v1/purchases", as: token)
            #expect(purchases.items.map { $0["reservation_id"] as? String } == [reservationID])
            #expect(purchases.items.first?["is_refundable"] as? Bool == true)
            #expect(purchases.items.first?["title"] as? String == "별의 바다")

            let refund = try await shop.post(
                "/v1/refunds",
                as: token,
                #"{"reservation_id": "\#(reservationID)"}"#
            )
            #expect(refund.status == 202, "\(refund.text)")
            let followed = try await shop.ask(
                .GET,
                try #require(refund.headers.first(name: "location")),
                as: token
            )
            #expect(followed["status"] == "pending")
            #expect(followed.object("cash")?["amount_minor"] as? Int == 59_800)
            let after = try await shop.ask(.GET, "/v1/purchases", as: token)
            #expect(after.items.first?["is_refundable"] as? Bool == false)
            #expect(after.items.first?["status"] as? String == "refunding")
        }
    }

    @Test("the list is tagged, the tag is honoured and a discount changes it")
    func catalogue() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let list = try await shop.ask(.GET, "/v1/games", as: token)
            #expect(list.items.count == 2)
            let tag = try #require(list.headers.first(name: "etag"))
            let same = try await shop.ask(
                .GET,
                "/v1/games",
                as: token,
                headers: ["if-none-match": tag]
            )
            #expect(same.status == 304 && same.text.isEmpty)
            let english = try await shop.ask(
                .GET,
                "/v1/games/\(shop.ids.game)",
                as: token,
                headers: ["accept-language": "en-GB, ko;q=0.5"]
            )
            #expect(english["title"] == "Sea of Stars" && english["system_requirements"] == "8 GB")
            let discount = try await shop.post(
                "/v1/manager/discounts",
                as: try await shop.tokens.manager(shop.ids.manager),
                """
                {"game_id": "\(shop.ids.game)", "policy": "percent", "amount": 2500,
                 "from": "2026-11-23T00:00:00Z", "until": "2026-12-01T00:00:00Z", "reason": "sale"}
                """
            )
            #expect(discount.status == 201, "\(discount.text)")
            let changed = try await shop.ask(
                .GET,
                "/v1/games",
                as: token,
                headers: ["if-none-match": tag]
            )
            #expect(changed.status == 200)
            let page = try await shop.ask(.GET, "/v1/games/\(shop.ids.game)", as: token)
            #expect(page.object("price")?["amount_minor"] as? Int == 44_850)
            #expect(page.object("list_price")?["amount_minor"] as? Int == 59_800)
        }
    }

    @Test("lists come in pages that follow each other without a gap")
    func pages() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            _ = try await shop.reserveWithPoints(as: token)
            _ = try await shop.post(
                "/v1/reservations",
                as: token,
                shop.reservation(
                    game: shop.ids.secondGame,
                    method: nil,
                    points: 1_050,
                    shown: 1_050
                )
            )
            for (path, count, name) in [
                ("/v1/games", 2, "game_id"), ("/v1/purchases", 2, "reservation_id"),
                ("/v1/points/entries", 3, "entry_id"),
            ] {
                let whole = try await shop.ask(.GET, path, as: token)
                #expect(whole.items.count == count && whole.next == nil, "\(whole.text)")
                var seen: [String] = []
                var cursor: String?
                repeat {
                    let after = cursor.map { "&after=\($0)" } ?? ""
                    let page = try await shop.ask(.GET, "\(path)?limit=1\(after)", as: token)
                    seen += page.items.map { "\($0[name] ?? "")" }
                    cursor = page.next
                } while cursor != nil
                #expect(seen == whole.items.map { "\($0[name] ?? "")" })
            }
        }
    }

    @Test("points are told by balance, by lots and by entries, and a hold counts at once")
    func points() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let body = shop.reservation(points: 10_000)
            _ = try await shop.post("/v1/reservations", as: token, body)
            let balance = try await shop.ask(.GET, "/v1/points", as: token)
            #expect(balance["available"] == "90000" && balance["held"] == "10000")
            let lots = try await shop.ask(.GET, "/v1/points/lots", as: token)
            #expect(lots.items.first?["remaining"] as? Int == 90_000)
            let entries = try await shop.ask(.GET, "/v1/points/entries", as: token)
            #expect(entries.items.map { $0["kind"] as? String } == ["hold", "grant"])
        }
    }

    @Test("what was not paid for is withdrawn, and its points are there again")
    func withdrawal() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let reserved = try await shop.post(
                "/v1/reservations",
                as: token,
                shop.reservation(points: 10_000)
            )
            let path = try #require(reserved.headers.first(name: "location"))
            let withdrawn = try await shop.ask(.DELETE, path, as: token)
            #expect(withdrawn.status == 200 && withdrawn["status"] == "withdrawn")
            #expect(try await shop.ask(.DELETE, path, as: token)["status"] == "withdrawn")
            #expect(try await shop.ask(.GET, path, as: token)["status"] == "cancelled")
        }
    }

    @Test("the methods offered are the country's")
    func methods() async throws {
        try await Shop.open { shop in
            let token = try await shop.tokens.member(shop.ids.american)
            let methods = try await shop.ask(.GET, "/v1/payment-methods", as: token)
            #expect(methods.items.map { $0["gateway"] as? String } == ["stripe"])
        }
    }
}

extension Shop {
    /// The gateway's verdict, as the payments channel writes it.
    func charge(_ paymentID: String) async throws {
        let finding = ChargeFinding(
            paymentID: try #require(UUID(uuidString: paymentID)),
            messageID: nil,
            event: .applied(gatewayPaymentID: "pay_\(paymentID)")
        )
        let now = try #require(Timestamp("2026-11-23T12:05:00Z"))
        _ = try await connection.transaction { tx in try tx.settleCharges([finding], at: now) }
    }
}
