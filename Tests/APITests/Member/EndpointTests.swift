import NIOHTTP1
import TestTurns
import Testing

@Suite("Webhook endpoints over HTTP", .inTurn)
struct EndpointTests {
    private static let path = "/v1/webhook-endpoints"

    @Test("are registered, listed, given a new secret and removed, by their member alone")
    func life() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let other = try await shop.tokens.member(shop.ids.otherMember)
            let body = #"{"url": "https://partner.example/hook"}"#
            let added = try await shop.post(Self.path, as: token, body)
            #expect(added.status == 201, "\(added.text)")
            let id = try #require(added["endpoint_id"])
            let list = try await shop.ask(.GET, Self.path, as: token)
            #expect(list.items.map { $0["endpoint_id"] as? String } == [id])
            let secretPath = "\(Self.path)/\(id)/secret"
            let secret = try #require(try await shop.ask(.GET, secretPath, as: token)["secret"])
            #expect(secret.hasPrefix("whsec_") && !list.text.contains(secret))
            let rotated = try await shop.post(secretPath + "/rotation", as: token, "{}")
            #expect(rotated.status == 200, "\(rotated.text)")
            #expect(try await shop.ask(.GET, secretPath, as: token)["secret"] != secret)
            let kept = "SELECT count(*) FROM preorder.api_request WHERE answer::text LIKE '%whsec%'"
            #expect(try await shop.lines(kept) == ["0"])
            for (method, path, body) in [
                (HTTPMethod.GET, secretPath, nil), (.DELETE, "\(Self.path)/\(id)", nil),
                (.POST, secretPath + "/rotation", "{}"),
            ] {
                let reply = try await shop.ask(method, path, as: other, body, key: "k")
                #expect(reply.status == 404 && reply.problem == "unknown_endpoint")
            }
            #expect(try await shop.ask(.DELETE, "\(Self.path)/\(id)", as: token).status == 200)
            #expect(try await shop.ask(.DELETE, "\(Self.path)/\(id)", as: token).status == 404)
            #expect(try await shop.ask(.GET, Self.path, as: token).items.isEmpty)
        }
    }

    @Test("must be https, and there are not more than five")
    func refused() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            for url in [
                "http://partner.example/", "ftp://x.example", "https://", "x",
                "https://a:b@x.example",
                "https://x.example/#a", "https://x.example/ a", "javascript:alert(1)",
            ] {
                let reply = try await shop.post(Self.path, as: token, #"{"url": "\#(url)"}"#)
                #expect(reply.status == 422 && reply.problem == "address_refused", "\(url)")
            }
            for number in 1...5 {
                let body = #"{"url": "https://x.example/\#(number)"}"#
                #expect(try await shop.post(Self.path, as: token, body).status == 201)
            }
            let body = #"{"url": "https://x.example/6"}"#
            let reply = try await shop.post(Self.path, as: token, body)
            #expect(reply.status == 409 && reply.problem == "too_many_endpoints")
        }
    }
}
