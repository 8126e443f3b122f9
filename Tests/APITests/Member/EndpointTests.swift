import Foundation
import NIOHTTP1
import Postgres
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
                "https://ex%61mple.example/", "https://x%00.example/", "https://x%2f@y.example/",
                "https://\u{4F8B}.example/",
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

    /// A purchase that points pay whole: complete at once, so that its payer is told at once.
    private func buy(_ shop: Shop, as token: String) async throws {
        let body = """
            {"game_id": "\(shop.ids.game)", "points": 59800,
             "shown": {"amount_minor": 59800, "currency": "KRW"}}
            """
        #expect(try await shop.post("/v1/reservations", as: token, body).status == 201)
    }

    @Test("show what became of each webhook, to their member alone, in pages")
    func deliveries() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let other = try await shop.tokens.member(shop.ids.otherMember)
            let body = #"{"url": "https://partner.example/hook"}"#
            let added = try await shop.post(Self.path, as: token, body)
            let path = "\(Self.path)/\(try #require(added["endpoint_id"]))/deliveries"
            #expect(try await shop.ask(.GET, path, as: token).items.isEmpty)
            try await buy(shop, as: token)
            let list = try await shop.ask(.GET, path, as: token)
            let item = try #require(list.items.first)
            #expect(item["state"] as? String == "pending")
            #expect(item["type"] as? String == "payment.completed")
            #expect((item["webhook_id"] as? String)?.hasPrefix("evt_") == true)
            let message = try #require(
                try await shop.lines("SELECT message_id FROM preorder.webhook_delivery").first
            )
            let redelivery = "\(path)/\(message)/redelivery"
            for (path, problem) in [
                (path, "unknown_endpoint"), (redelivery, "unknown_endpoint"),
            ] {
                let reply = try await shop.ask(
                    path == redelivery ? .POST : .GET,
                    path,
                    as: other,
                    path == redelivery ? "{}" : nil,
                    key: "k"
                )
                #expect(reply.status == 404 && reply.problem == problem)
            }
            for wrong in ["\(path)/0/redelivery", "\(path)/x/redelivery"] {
                let reply = try await shop.post(wrong, as: token, "{}")
                #expect(reply.status == 404 && reply.problem == "unknown_delivery")
            }
            #expect(try await shop.post(redelivery, as: token, "{}").problem == "delivery_pending")
            // As after it was taken, and once more in the journal so that there are two pages.
            try await shop.connection.script(
                """
                DELETE FROM outbox.queue WHERE channel = 'webhooks';
                UPDATE preorder.webhook_delivery SET attempts = 1, last_outcome = 'answered',
                    last_status = 200, last_tried_at = outbox.now(), delivered_at = outbox.now();
                INSERT INTO preorder.webhook_delivery (endpoint_id, message_id, message_day, key,
                    kind, event_id, created_at)
                SELECT endpoint_id, message_id - 1000000, message_day, key, kind,
                       gen_random_uuid(), created_at
                FROM preorder.webhook_delivery
                """
            )
            let first = try await shop.ask(.GET, path + "?limit=1", as: token)
            #expect(first.items.map { $0["state"] as? String } == ["delivered"])
            let next = try #require(first.next)
            let second = try await shop.ask(.GET, path + "?limit=1&after=\(next)", as: token)
            #expect(second.items.map { $0["state"] as? String } == ["dead"])
            #expect(try await shop.ask(.GET, path + "?after=x", as: token).status == 400)
            for _ in 0..<2 {
                let reply = try await shop.ask(.POST, redelivery, as: token, "{}", key: "again")
                #expect(reply.status == 202 && reply["message_id"] == message, "\(reply.text)")
                #expect(reply.headers.first(name: "location") == path.lowercased())
            }
            let queued = """
                SELECT count(*) FROM outbox.queue WHERE channel = 'webhooks' AND state = 'waiting'
                """
            #expect(try await shop.lines(queued) == ["1"])
            let states = try await shop.ask(.GET, path, as: token).items
            #expect(states.map { $0["state"] as? String } == ["pending", "dead"])
            // From tomorrow on its day may be dropped, by a sweep that has looked already.
            try await shop.connection.script(
                """
                DELETE FROM outbox.queue WHERE channel = 'webhooks';
                UPDATE preorder.webhook_delivery SET message_day = outbox.today()
                    - (SELECT max(retention_days) FROM preorder.policy)
                """
            )
            let old = try await shop.post(redelivery, as: token, "{}")
            #expect(old.status == 404 && old.problem == "unknown_delivery")
            // Its day was dropped: there is nothing to tell.
            let gone = "\(path)/\((Int64(message) ?? 0) - 1_000_000)/redelivery"
            #expect(try await shop.post(gone, as: token, "{}").problem == "unknown_delivery")
        }
    }

    @Test("that were given up are enabled again by their member, and redeliver only then")
    func enabled() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let other = try await shop.tokens.member(shop.ids.otherMember)
            let body = #"{"url": "https://partner.example/hook"}"#
            let added = try await shop.post(Self.path, as: token, body)
            let path = "\(Self.path)/\(try #require(added["endpoint_id"]))"
            try await buy(shop, as: token)
            try await shop.connection.script(
                """
                DELETE FROM outbox.queue WHERE channel = 'webhooks';
                UPDATE preorder.webhook_endpoint
                SET disabled_at = outbox.now(), disabled_reason = 'it answered 410'
                """
            )
            let message = try await shop.lines("SELECT message_id FROM preorder.webhook_delivery")[
                0
            ]
            let redelivery = "\(path)/deliveries/\(message)/redelivery"
            let refused = try await shop.post(redelivery, as: token, "{}")
            #expect(refused.status == 409 && refused.problem == "endpoint_disabled")
            let foreign = try await shop.post(path + "/enabling", as: other, "{}")
            #expect(foreign.status == 404 && foreign.problem == "unknown_endpoint")
            for _ in 0..<2 {
                #expect(try await shop.post(path + "/enabling", as: token, "{}").status == 200)
            }
            let list = try await shop.ask(.GET, Self.path, as: token)
            #expect(list.items.map { $0["disabled_at"] is NSNull } == [true])
            #expect(try await shop.post(redelivery, as: token, "{}").status == 202)
        }
    }
}
