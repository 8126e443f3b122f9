import Foundation
import HTTPTypes
import NIOHTTP1
import Outbox
import Preorder
import TestTurns
import Testing

@testable import API

@Suite("What a manager does over HTTP", .inTurn)
struct ManagerTests {
    private static func discount(_ shop: Shop, amount: Int = 2_500) -> String {
        """
        {"game_id": "\(shop.ids.game)", "policy": "percent", "amount": \(amount),
         "from": "2026-11-23T00:00:00Z", "until": "2026-12-01T00:00:00Z", "reason": "sale"}
        """
    }

    @Test("discounts are registered, listed and ended in the manager's own country")
    func discounts() async throws {
        try await Shop.open { shop in
            let path = "/v1/manager/discounts"
            let token = try await shop.tokens.manager(shop.ids.manager)
            let american = try await shop.tokens.manager(shop.ids.americanManager, "US")
            let registered = try await shop.post(path, as: token, Self.discount(shop))
            #expect(registered.status == 201, "\(registered.text)")
            let id = try #require(registered["discount_id"])
            let overlapping = try await shop.post(path, as: token, Self.discount(shop))
            #expect(overlapping.status == 409 && overlapping.problem == "discount_overlaps")
            let wrong = try await shop.post(path, as: token, Self.discount(shop, amount: 0))
            #expect(wrong.status == 422 && wrong.problem == "discount_refused")
            let list = try await shop.ask(.GET, path, as: token)
            #expect(list.items.map { $0["discount_id"] as? String } == [id])
            #expect(try await shop.ask(.GET, path, as: american).items.isEmpty)
            let reason = #"{"reason": "over"}"#
            let other = try await shop.post("\(path)/\(id)/end", as: american, reason)
            #expect(other.status == 404 && other.problem == "unknown_discount")
            let ended = try await shop.post("\(path)/\(id)/end", as: token, reason)
            #expect(ended.status == 200, "\(ended.text)")
            let again = try await shop.post("\(path)/\(id)/end", as: token, reason)
            #expect(again.status == 409 && again.problem == "discount_over")
            let acts = "SELECT verb, done_by FROM preorder.staff_act WHERE done_by LIKE 'manager%'"
            let by = "manager:\(shop.ids.manager.uuidString.lowercased())"
            #expect(
                try await shop.lines(acts) == ["discount registered|\(by)", "discount ended|\(by)"]
            )
        }
    }

    @Test("who is no manager of the country writes nothing, whatever the token says")
    func strangers() async throws {
        try await Shop.open { shop in
            let before = try await shop.footprint()
            let stranger = try await shop.tokens.manager(UUID())
            let moved = try await shop.tokens.manager(shop.ids.americanManager, "KR")
            let path = "/v1/manager/discounts"
            let unknown = try await shop.post(path, as: stranger, Self.discount(shop))
            #expect(unknown.status == 403 && unknown.problem == "unknown_manager")
            let elsewhere = try await shop.post(path, as: moved, Self.discount(shop))
            #expect(elsewhere.status == 403 && elsewhere.problem == "other_country")
            let reads = RouteTable.all.filter { $0.access == .managers && $0.method == .get }
            #expect(reads.count > 5)
            for route in reads {
                let path = route.path.replacing("{refund_id}", with: "\(UUID())")
                #expect(try await shop.ask(.GET, path, as: moved).problem == "other_country")
                #expect(try await shop.ask(.GET, path, as: stranger).problem == "unknown_manager")
            }
            #expect(try await shop.footprint() == before)
        }
    }

    @Test("a game is announced and its price set, and members see both")
    func games() async throws {
        try await Shop.open { shop in
            let path = "/v1/manager/games"
            let token = try await shop.tokens.manager(shop.ids.manager)
            let sale = """
                "list_price": {"amount_minor": 30000, "currency": "KRW"},
                "sales_from": "2026-11-01T00:00:00Z", "sales_until": "2027-02-01T00:00:00Z"
                """
            let text = """
                {"language": "ko", "title": "새 게임", "description": "", \
                "system_requirements": ""}
                """
            let added = try await shop.post(
                path,
                as: token,
                """
                {"release_at": "2027-02-01T00:00:00Z", "images": ["https://x.example/a"],
                 "texts": [\(text)], \(sale), "reason": "new"}
                """
            )
            #expect(added.status == 201, "\(added.text)")
            let id = try #require(added["game_id"])
            let member = try await shop.member()
            let page = try await shop.ask(.GET, "/v1/games/\(id)", as: member)
            #expect(page.object("price")?["amount_minor"] as? Int == 30_000)
            let changed = sale.replacing("30000", with: "25000")
            let price = try await shop.ask(
                .PUT,
                "\(path)/\(id)/price",
                as: token,
                #"{\#(changed), "reason": "cheaper"}"#
            )
            #expect(price.status == 200, "\(price.text)")
            let cheaper = try await shop.ask(.GET, "/v1/games/\(id)", as: member)
            #expect(cheaper.object("price")?["amount_minor"] as? Int == 25_000)
            let dollars = try await shop.ask(
                .PUT,
                "\(path)/\(id)/price",
                as: token,
                #"{\#(sale.replacing("KRW", with: "USD")), "reason": "x"}"#
            )
            #expect(dollars.status == 422 && dollars.problem == "game_refused")
            let nothing = try await shop.ask(
                .PUT,
                "\(path)/\(UUID())/price",
                as: token,
                #"{\#(sale), "reason": "x"}"#
            )
            #expect(nothing.status == 404 && nothing.problem == "unknown_game")
            #expect(try await shop.ask(.GET, path, as: token).items.count == 3)
        }
    }

    @Test("methods are offered and withdrawn")
    func methods() async throws {
        try await Shop.open { shop in
            let path = "/v1/manager/payment-methods"
            let token = try await shop.tokens.manager(shop.ids.manager)
            let member = try await shop.member()
            let on = #"{"is_enabled": true, "account": "toss-kr", "reason": "asked for"}"#
            let enabled = try await shop.ask(.PUT, path + "/kakaopay", as: token, on)
            #expect(enabled.status == 200, "\(enabled.text)")
            let offered = try await shop.ask(.GET, "/v1/payment-methods", as: member)
            #expect(offered.items.map { $0["method"] as? String } == ["card", "kakaopay"])
            let off = #"{"is_enabled": false, "reason": "dear"}"#
            let disabled = try await shop.ask(.PUT, path + "/kakaopay", as: token, off)
            #expect(disabled.status == 200, "\(disabled.text)")
            let all = try await shop.ask(.GET, path, as: token)
            #expect(all.items.map { $0["is_enabled"] as? Bool } == [true, false])
            let unknown = try await shop.ask(.PUT, path + "/paypal", as: token, off)
            #expect(unknown.status == 404 && unknown.problem == "unknown_method")
            let foreign = on.replacing("toss-kr", with: "stripe-us")
            let refused = try await shop.ask(.PUT, path + "/card", as: token, foreign)
            #expect(refused.status == 422 && refused.problem == "method_refused")
        }
    }

    @Test("a refund is asked for on a member's behalf, with a reason, by the office that sold")
    func refunds() async throws {
        try await Shop.open { shop in
            let path = "/v1/manager/refunds"
            let owned = try await shop.reserveWithPoints(as: try await shop.member())
            let body = """
                {"reservation_id": "\(try #require(owned["reservation_id"]))", "reason": "asked"}
                """
            let american = try await shop.tokens.manager(shop.ids.americanManager, "US")
            let before = try await shop.footprint()
            let other = try await shop.post(path, as: american, body)
            #expect(other.status == 404 && other.problem == "unknown_reservation")
            #expect(try await shop.footprint() == before)
            let token = try await shop.tokens.manager(shop.ids.manager)
            let refund = try await shop.post(path, as: token, body)
            #expect(refund.status == 202, "\(refund.text)")
            let location = try #require(refund.headers.first(name: "location"))
            #expect(try await shop.ask(.GET, location, as: token)["status"] == "completed")
            #expect(try await shop.ask(.GET, location, as: american).problem == "unknown_refund")
            #expect(try await shop.ask(.GET, path, as: token).status == 200)
        }
    }

    @Test("reports tell of the manager's own country")
    func reports() async throws {
        try await Shop.open { shop in
            _ = try await shop.reserveWithPoints(as: try await shop.member())
            let drain = Drain(DrainOptions(channel: "reports", runID: UUID()))
            _ = try await drain.run(ReportsHandler(), on: shop.connection)
            let token = try await shop.tokens.manager(shop.ids.manager)
            let american = try await shop.tokens.manager(shop.ids.americanManager, "US")
            let path = "/v1/manager/reports"
            for query in ["", "?member_id=\(shop.ids.member)", "?status=reserved&limit=5"] {
                let found = try await shop.ask(.GET, path + "/reservations" + query, as: token)
                #expect(
                    found.items.map { $0["status"] as? String } == ["reserved"],
                    "\(found.text)"
                )
            }
            let none = try await shop.ask(.GET, path + "/reservations?status=refunded", as: token)
            #expect(none.items.isEmpty)
            #expect(try await shop.ask(.GET, path + "/reservations", as: american).items.isEmpty)
            let gift = """
                {"game_id": "\(shop.ids.secondGame)", "points": 1050,
                 "shown": {"amount_minor": 1050, "currency": "KRW"},
                 "gift": {"recipient_id": "\(shop.ids.otherMember)"}}
                """
            let given = try await shop.post("/v1/reservations", as: try await shop.member(), gift)
            _ = try await drain.run(ReportsHandler(), on: shop.connection)
            let open = ["", "?member_id=\(shop.ids.otherMember)&limit=1", "?status=offered"]
            for query in open + ["?game_id=\(shop.ids.secondGame)"] {
                let found = try await shop.ask(.GET, path + "/gifts" + query, as: token)
                let ids = found.items.map { $0["gift_id"] as? String }
                #expect(ids == [given["gift_id"]], "\(query) \(found.text)")
            }
            let page = try await shop.ask(.GET, path + "/gifts?limit=1", as: token)
            let rest = "/gifts?after=\(try #require(page.next))"
            for empty in [rest, "/gifts?status=accepted", "/gifts?member_id=\(shop.ids.american)"] {
                #expect(try await shop.ask(.GET, path + empty, as: token).items.isEmpty)
            }
            #expect(try await shop.ask(.GET, path + "/gifts", as: american).items.isEmpty)
            #expect(try await shop.ask(.GET, path + "/gifts?status=x", as: token).status == 400)
            let days = "/daily-sales?from=2026-11-01&to=2026-11-30"
            let sales = try await shop.ask(.GET, path + days, as: token)
            // Of one day, in the order of the games' ids.
            let gross = sales.items.compactMap { $0["gross_minor"] as? Int }
            #expect(gross.sorted() == [1_050, 59_800], "\(sales.text)")
            for wrong in ["?from=2026-02-30&to=2026-11-30", "?from=2026-11-01", "?from=x&to=y"] {
                let reply = try await shop.ask(.GET, path + "/daily-sales" + wrong, as: token)
                #expect(reply.status == 400 && reply.problem == "malformed_parameter")
            }
        }
    }
}
