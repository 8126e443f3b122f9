import Foundation
import NIOHTTP1
import Postgres
import TestTurns
import Testing

@Suite("What a member is refused", .inTurn)
struct RefusalTests {
    @Test("a changed price is told with the new one")
    func priceChanged() async throws {
        try await Shop.open { shop in
            let reply = try await shop.refused(shop.reservation(shown: 10), 409, "price_changed")
            #expect(reply.object("price")?["amount_minor"] as? Int == 59_800)
            #expect(reply.object("price")?["currency"] as? String == "KRW")
        }
    }

    @Test("points that do not do are answered with how many would")
    func points() async throws {
        try await Shop.open { shop in
            let poor = try await shop.tokens.member(shop.ids.american)
            let none = try await shop.refused(
                shop.reservation(points: 5, shown: 5_999, currency: "USD"),
                422,
                "not_enough_points",
                as: poor
            )
            #expect(none["points_available"] == "0")
            let many = try await shop.refused(
                shop.reservation(points: 59_801),
                422,
                "points_out_of_range"
            )
            #expect(many["points_max"] == "59800")
            _ = try await shop.refused(shop.reservation(points: -1), 422, "points_out_of_range")
            let second = shop.ids.secondGame
            let remainder = try await shop.refused(
                shop.reservation(game: second, points: 1_000, shown: 1_050),
                422,
                "points_leave_remainder"
            )
            #expect(remainder["points_above"] == "1050", "\(remainder.text)")
        }
    }

    @Test("a reservation that cannot be is refused for its reason and writes nothing")
    func reservations() async throws {
        try await Shop.open { shop in
            _ = try await shop.refused(shop.reservation(game: UUID()), 404, "unknown_game")
            _ = try await shop.refused(
                shop.reservation(method: "wallet"),
                422,
                "method_not_supported"
            )
            _ = try await shop.refused(shop.reservation(method: nil), 422, "method_required")
            _ = try await shop.refused(
                shop.reservation(points: 59_800),
                422,
                "nothing_to_charge"
            )
            _ = try await shop.reserveWithPoints(as: try await shop.member())
            _ = try await shop.refused(shop.reservation(), 409, "already_reserved")
            try await shop.connection.script(
                "UPDATE outbox.clock SET simulated_at = '2027-03-01T00:00:00Z'"
            )
            _ = try await shop.refused(
                shop.reservation(game: shop.ids.secondGame, shown: 1_050),
                409,
                "not_on_sale"
            )
            try await shop.connection.script(
                """
                UPDATE preorder.game SET status = 'cancelled';
                UPDATE outbox.clock SET simulated_at = '2026-11-23T12:00:00Z'
                """
            )
            _ = try await shop.refused(
                shop.reservation(game: shop.ids.secondGame, shown: 1_050),
                409,
                "game_cancelled"
            )
        }
    }

    @Test("a payment is submitted once, in time and with a token")
    func submissions() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let first = try await shop.post("/v1/reservations", as: token, shop.reservation())
            let path = "/v1/payments/\(try #require(first["payment_id"]))/submission"
            let body = #"{"token": "t1"}"#
            _ = try await shop.refused(#"{"token": "t 1"}"#, 422, "malformed_token", at: path)
            #expect(try await shop.post(path, as: token, body).status == 202)
            _ = try await shop.refused(body, 409, "already_submitted", at: path)
            let second = try await shop.post(
                "/v1/reservations",
                as: token,
                shop.reservation(game: shop.ids.secondGame, shown: 1_050)
            )
            try await shop.connection.script(
                "UPDATE outbox.clock SET simulated_at = '2026-11-24T12:00:00Z'"
            )
            let late = "/v1/payments/\(try #require(second["payment_id"]))/submission"
            _ = try await shop.refused(body, 409, "too_late", at: late)
        }
    }

    @Test("what is paid is refunded and not withdrawn; what is not paid the other way round")
    func refunds() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let owned = try await shop.reserveWithPoints(as: token)
            let path = try #require(owned.headers.first(name: "location"))
            let kept = try await shop.ask(.DELETE, path, as: token)
            #expect(kept.status == 409 && kept.problem == "already_paid")
            let open = try await shop.post(
                "/v1/reservations",
                as: token,
                shop.reservation(game: shop.ids.secondGame, shown: 1_050)
            )
            let openID = try #require(open["reservation_id"])
            let body = #"{"reservation_id": "\#(openID)"}"#
            _ = try await shop.refused(body, 409, "not_paid", at: "/v1/refunds")
            let withdrawn = try await shop.ask(.DELETE, "/v1/reservations/\(openID)", as: token)
            #expect(withdrawn.status == 200, "\(withdrawn.text)")
            _ = try await shop.refused(body, 409, "nothing_to_refund", at: "/v1/refunds")
            try await shop.connection.script(
                """
                UPDATE preorder.reservation SET status = 'released' WHERE status = 'reserved';
                UPDATE outbox.clock SET simulated_at = '2027-03-08T00:00:00Z'
                """
            )
            let ownedID = try #require(owned["reservation_id"])
            _ = try await shop.refused(
                #"{"reservation_id": "\#(ownedID)"}"#,
                409,
                "too_late",
                at: "/v1/refunds"
            )
        }
    }

    @Test("problems are told in the caller's language")
    func languages() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let korean = try await shop.ask(
                .GET,
                "/v1/payments/\(UUID())",
                as: token,
                headers: ["accept-language": "ja, ko-KR;q=0.9, en;q=0.5"]
            )
            #expect(korean.headers.first(name: "content-language") == "ko")
            #expect(korean["title"] == "알 수 없는 결제")
            let english = try await shop.ask(.GET, "/v1/payments/\(UUID())", as: token)
            #expect(english["title"] == "Unknown payment")
        }
    }
}

extension Shop {
    /// A request that is refused as a problem of this type, and has written nothing.
    func refused(
        _ body: String,
        _ status: Int,
        _ problem: String,
        at path: String = "/v1/reservations",
        as token: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Reply {
        let before = try await footprint()
        let member = try await member()
        let reply = try await post(path, as: token ?? member, body)
        #expect(reply.status == status, "\(reply.text)", sourceLocation: sourceLocation)
        #expect(reply.problem == problem, "\(reply.text)", sourceLocation: sourceLocation)
        #expect(try await footprint() == before, sourceLocation: sourceLocation)
        return reply
    }
}
