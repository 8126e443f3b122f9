import API
import Foundation
import NIOHTTP1
import Postgres
import TestTurns
import Testing

@Suite("Limits", .inTurn)
struct LimitTests {
    @Test("a caller who asks too often is told when to come back; others are not concerned")
    func rate() async throws {
        try await Shop.open {
            $0.limits.requestsPerSecond = 1
            $0.limits.burst = 3
        } _: { shop in
            let token = try await shop.member()
            var statuses: [Int] = []
            for _ in 0..<5 {
                statuses.append(try await shop.ask(.GET, "/v1/points", as: token).status)
            }
            #expect(statuses.prefix(3).allSatisfy { $0 == 200 })
            let refused = try await shop.ask(.GET, "/v1/points", as: token)
            #expect(refused.status == 429 && refused.problem == "too_many_requests")
            #expect(refused.headers.first(name: "retry-after") == "1")
            let other = try await shop.tokens.member(shop.ids.otherMember)
            #expect(try await shop.ask(.GET, "/v1/points", as: other).status == 200)
        }
    }

    @Test("when every connection is busy callers are sent away, not kept")
    func pool() async throws {
        try await Shop.open {
            $0.limits.connections = 1
            $0.limits.waiters = 0
        } _: { shop in
            try await Self.whileBusy(shop) { token in
                let reply = try await shop.ask(.GET, "/v1/purchases", as: token)
                #expect(reply.status == 503 && reply.problem == "overloaded")
                #expect(reply.headers.first(name: "retry-after") == "1")
                #expect(try await shop.ask(.GET, "/healthz").status == 200)
                let metrics = try await shop.ask(.GET, "/metrics")
                #expect(metrics.text.contains("\nreservoir_api_connections_lent 1\n"))
                #expect(metrics.text.contains("\nreservoir_database_up 0\n"))
            }
        }
    }

    @Test("when as many requests are worked on as may be, the next is sent away")
    func requests() async throws {
        try await Shop.open {
            $0.limits.requests = 1
        } _: { shop in
            try await Self.whileBusy(shop) { token in
                let reply = try await shop.ask(.GET, "/v1/purchases", as: token)
                #expect(reply.status == 503 && reply.problem == "overloaded")
                #expect(try await shop.ask(.GET, "/readyz").status == 200)
            }
        }
    }

    @Test("a body that does not arrive is not waited for")
    func slowBody() async throws {
        try await Shop.open {
            $0.bodyTimeout = .milliseconds(100)
        } _: { shop in
            let token = try await shop.member()
            let head = """
                POST /v1/reservations HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer \(token)\r
                Content-Type: application/json\r
                Idempotency-Key: k\r
                Content-Length: 100\r
                \r
                {
                """
            let answer = try RawHTTP.send(head, to: shop.url)
            #expect(answer.hasPrefix("HTTP/1.1 408 "), "\(answer)")
            #expect(answer.contains("urn:reservoir:problem:request_timeout"))
        }
    }

    /// Runs `body` while a request holds on to what it has, because its row is locked.
    private static func whileBusy(
        _ shop: Shop,
        _ body: (_ token: String) async throws -> Void
    ) async throws {
        let token = try await shop.member()
        // The member is known from now on, without a connection.
        let reserved = try await shop.post("/v1/reservations", as: token, shop.reservation())
        let path = try #require(reserved.headers.first(name: "location"))
        let lock = try await ShopTemplate.connect(shop.conninfo)
        try await lock.script("BEGIN; SELECT 1 FROM preorder.reservation FOR UPDATE")
        async let busy = shop.ask(.DELETE, path, as: token)
        let waiting = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """
        while try await shop.lines(waiting) == ["0"] {}
        try await body(token)
        try await lock.script("ROLLBACK")
        #expect(try await busy.status == 200)
        await lock.close()
    }
}
