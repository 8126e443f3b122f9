import API
import Foundation
import NIOHTTP1
import TestTurns
import Testing

@Suite("Who may", .inTurn)
struct AuthorizationTests {
    @Test("a token of each algorithm is taken", arguments: ["h", "e", "d"])
    func algorithms(key: String) async throws {
        try await Shop.open { shop in
            let claims = Tokens.Claims(sub: shop.ids.member.uuidString, exp: Tokens.soon)
            let token = try await shop.tokens.sign(claims, with: key)
            #expect(try await shop.ask(.GET, "/v1/points", as: token).status == 200)
        }
    }

    @Test("who shows no token that holds now is not let in")
    func refused() async throws {
        try await Shop.open { shop in
            let sub = shop.ids.member.uuidString
            let good = try await shop.member()
            let parts = good.split(separator: ".")
            let none = Tokens.url(Array(#"{"alg":"none","kid":"h"}"#.utf8))
            let confused = Tokens.url(Array(#"{"alg":"ES256","kid":"h"}"#.utf8))
            let unknown = Tokens.url(Array(#"{"alg":"HS256","kid":"x"}"#.utf8))
            let bad: [String?] = [
                nil, "", "x", "a.b.c", String(good.dropLast(4)), "\(parts[0]).\(parts[1]).",
                "\(none).\(parts[1]).", "\(confused).\(parts[1]).\(parts[2])",
                "\(unknown).\(parts[1]).\(parts[2])",
                try await shop.tokens.sign(Tokens.Claims(sub: sub)),
                try await shop.tokens.sign(Tokens.Claims(sub: sub, exp: 1_000_000_000)),
                try await shop.tokens.sign(
                    Tokens.Claims(sub: sub, exp: Tokens.soon, nbf: Tokens.soon)
                ),
                try await shop.tokens.sign(Tokens.Claims(sub: "kim", exp: Tokens.soon)),
                try await shop.tokens.sign(
                    Tokens.Claims(sub: sub, exp: Tokens.soon, role: "root")
                ),
                try await shop.tokens.sign(
                    Tokens.Claims(sub: sub, exp: Tokens.soon, role: "manager")
                ),
            ]
            for token in bad {
                let reply = try await shop.ask(.GET, "/v1/points", as: token)
                #expect(reply.status == 401 && reply.problem == "unauthorized", "\(token ?? "-")")
                #expect(reply.headers.first(name: "www-authenticate") == "Bearer")
            }
        }
    }

    @Test("issuer and audience are asked for where they are set")
    func issuer() async throws {
        try await Shop.open {
            $0.issuer = "shop"
            $0.audience = "api"
        } _: { shop in
            var claims = Tokens.Claims(sub: shop.ids.member.uuidString, exp: Tokens.soon)
            let without = try await shop.tokens.sign(claims)
            #expect(try await shop.ask(.GET, "/v1/points", as: without).status == 401)
            claims.iss = "shop"
            claims.aud = "other"
            let other = try await shop.tokens.sign(claims)
            #expect(try await shop.ask(.GET, "/v1/points", as: other).status == 401)
            claims.aud = "api"
            let both = try await shop.tokens.sign(claims)
            #expect(try await shop.ask(.GET, "/v1/points", as: both).status == 200)
        }
    }

    @Test("a key that leaves the file opens nothing any more; a broken file changes nothing")
    func reload() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            try shop.tokens.write("{")
            #expect(try await shop.ask(.GET, "/v1/points", as: token).status == 200)
            let other = Tokens.url([UInt8](repeating: 1, count: 32))
            try shop.tokens.write(#"{"keys": [{"kty": "oct", "kid": "n", "k": "\#(other)"}]}"#)
            #expect(try await shop.ask(.GET, "/v1/points", as: token).status == 401)
        }
    }

    @Test("members and managers each have their own functions")
    func roles() async throws {
        try await Shop.open { shop in
            let member = try await shop.member()
            let manager = try await shop.tokens.manager(shop.ids.manager)
            let asMember = try await shop.ask(.GET, "/v1/manager/discounts", as: member)
            #expect(asMember.status == 403 && asMember.problem == "forbidden")
            let asManager = try await shop.ask(.GET, "/v1/points", as: manager)
            #expect(asManager.status == 403 && asManager.problem == "forbidden")
            let stranger = try await shop.tokens.member(UUID())
            let nobody = try await shop.ask(.GET, "/v1/points", as: stranger)
            #expect(nobody.status == 403 && nobody.problem == "unknown_member")
        }
    }

    @Test("another member's things are not there")
    func others() async throws {
        try await Shop.open { shop in
            let own = try await shop.member()
            let other = try await shop.tokens.member(shop.ids.otherMember)
            let reserved = try await shop.post("/v1/reservations", as: own, shop.reservation())
            let reservationID = try #require(reserved["reservation_id"])
            let paymentID = try #require(reserved["payment_id"])
            _ = try await shop.post(
                "/v1/payments/\(paymentID)/submission",
                as: own,
                #"{"token": "t"}"#
            )
            try await shop.charge(paymentID)
            let body = #"{"reservation_id": "\#(reservationID)"}"#
            let refund = try await shop.post("/v1/refunds", as: own, body)
            #expect(refund.status == 202, "\(refund.text)")
            let refundPath = try #require(refund.headers.first(name: "location"))
            let before = try await shop.footprint()
            let asked: [(HTTPMethod, String, String?, String)] = [
                (.GET, "/v1/reservations/\(reservationID)", nil, "unknown_reservation"),
                (.DELETE, "/v1/reservations/\(reservationID)", nil, "unknown_reservation"),
                (.GET, "/v1/payments/\(paymentID)", nil, "unknown_payment"),
                (
                    .POST, "/v1/payments/\(paymentID)/submission", #"{"token": "t"}"#,
                    "unknown_payment"
                ),
                (.GET, refundPath, nil, "unknown_refund"),
                (.POST, "/v1/refunds", body, "unknown_reservation"),
            ]
            for (method, path, body, problem) in asked {
                let reply = try await shop.ask(method, path, as: other, body, key: "k\(path)")
                #expect(reply.status == 404 && reply.problem == problem, "\(path) \(reply.text)")
            }
            #expect(try await shop.footprint() == before)
            #expect(try await shop.ask(.GET, "/v1/purchases", as: other).items.isEmpty)
        }
    }
}
