import API
import Foundation
import NIOHTTP1
import Postgres
import Preorder
import PrivateCluster
import TestTurns
import Testing

@Suite("Idempotency keys", .inTurn)
struct IdempotencyTests {
    private static let path = "/v1/reservations"

    @Test("what creates needs a key that can be one")
    func needed() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let body = shop.reservation()
            let before = try await shop.footprint()
            for key in [nil, "", "two words", String(repeating: "k", count: 256)] {
                let reply = try await shop.ask(.POST, Self.path, as: token, body, key: key)
                #expect(reply.status == 400 && reply.problem == "idempotency_key_missing")
            }
            #expect(try await shop.footprint() == before)
        }
    }

    @Test("the same key and body are answered the same, and nothing is done twice")
    func replay() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let body = shop.reservation(points: 100)
            let first = try await shop.ask(.POST, Self.path, as: token, body, key: "k1")
            let after = try await shop.footprint()
            let again = try await shop.ask(.POST, Self.path, as: token, body, key: "k1")
            #expect(first.status == 201 && again.status == 201)
            #expect(first.text == again.text)
            #expect(first.headers["location"] == again.headers["location"])
            let quoted = try await shop.ask(.POST, Self.path, as: token, body, key: #""k1""#)
            #expect(quoted.text == first.text)
            #expect(try await shop.footprint() == after)
        }
    }

    @Test("the same key with another body, or at another address of the route, is refused")
    func otherBody() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let body = shop.reservation()
            let first = try await shop.ask(.POST, Self.path, as: token, body, key: "k1")
            let after = try await shop.footprint()
            let other = shop.reservation(points: 1)
            let reply = try await shop.ask(.POST, Self.path, as: token, other, key: "k1")
            #expect(reply.status == 422 && reply.problem == "idempotency_key_reused")
            #expect(try await shop.footprint() == after)
            let payment = try #require(first["payment_id"])
            for (id, status) in [(payment, 202), (UUID().uuidString, 422)] {
                let path = "/v1/payments/\(id)/submission"
                let reply = try await shop.ask(.POST, path, as: token, #"{"token":"t"}"#, key: "s")
                #expect(reply.status == status)
            }
        }
    }

    @Test("keys are each caller's and each route's own")
    func scope() async throws {
        try await Shop.open { shop in
            let body = shop.reservation()
            let member = try await shop.member()
            let other = try await shop.tokens.member(shop.ids.otherMember)
            let first = try await shop.ask(.POST, Self.path, as: member, body, key: "k")
            let second = try await shop.ask(.POST, Self.path, as: other, body, key: "k")
            #expect(first.status == 201 && second.status == 201)
            #expect(first["reservation_id"] != second["reservation_id"])
            let path = "/v1/payments/\(try #require(first["payment_id"]))/submission"
            let third = try await shop.ask(.POST, path, as: member, #"{"token":"t"}"#, key: "k")
            #expect(third.status == 202)
        }
    }

    @Test("a refusal keeps nothing: the key is free for the request put right")
    func refusal() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let wrong = shop.reservation(shown: 1)
            let refused = try await shop.ask(.POST, Self.path, as: token, wrong, key: "k")
            #expect(refused.problem == "price_changed")
            let right = shop.reservation()
            let reply = try await shop.ask(.POST, Self.path, as: token, right, key: "k")
            #expect(reply.status == 201)
        }
    }

    @Test("while a key is being worked on, asking again is refused at once and not kept waiting")
    func inFlight() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let balance = try await ShopTemplate.connect(shop.conninfo)
            // Whoever holds the points of the member keeps the first request in its transaction.
            try await balance.script(
                "BEGIN; SELECT 1 FROM preorder.point_balance WHERE member_id = '\(shop.ids.member)'"
                    + " FOR UPDATE"
            )
            let body = shop.reservation(points: 100)
            async let first = shop.ask(.POST, Self.path, as: token, body, key: "k")
            while try await shop.lines(Self.waiting) == ["0"] {}
            let began = ContinuousClock.now
            let second = try await shop.ask(.POST, Self.path, as: token, body, key: "k")
            #expect(second.status == 409 && second.problem == "request_in_flight")
            #expect(second.headers.first(name: "retry-after") == "1")
            #expect(.now - began < .seconds(2))
            try await balance.script("ROLLBACK")
            #expect(try await first.status == 201)
            let third = try await shop.ask(.POST, Self.path, as: token, body, key: "k")
            #expect(try await first.text == third.text)
            await balance.close()
        }
    }

    private static let waiting = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
        """

    @Test("two hundred clients with one key create one reservation")
    func crowd() async throws {
        try await Shop.open {
            $0.limits.waiters = 400
        } _: { shop in
            let token = try await shop.member()
            let body = shop.reservation(points: 100)
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        try await shop.ask(.POST, Self.path, as: token, body, key: "k")
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.allSatisfy { $0.status == 201 || $0.problem == "request_in_flight" })
            let created = Set(replies.filter { $0.status == 201 }.map(\.text))
            #expect(created.count == 1)
            #expect(try await shop.lines("SELECT count(*) FROM preorder.reservation") == ["1"])
            #expect(try await shop.lines("SELECT count(*) FROM preorder.api_request") == ["1"])
            let held = "SELECT held FROM preorder.point_balance WHERE held > 0"
            #expect(try await shop.lines(held) == ["100"])
        }
    }

    @Test("two hundred clients with keys of their own spend a member's points once")
    func lastPoints() async throws {
        try await Shop.open {
            $0.limits.waiters = 400
        } _: { shop in
            let token = try await shop.member()
            let body = shop.reservation(method: nil, points: 59_800)
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<200 {
                    group.addTask { try await shop.post(Self.path, as: token, body) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.filter { $0.status == 201 }.count == 1)
            let problems = Set(replies.filter { $0.status != 201 }.map { $0.problem ?? "none" })
            #expect(problems.isSubset(of: ["already_reserved", "overloaded"]), "\(problems)")
            let balance = "SELECT available, held FROM preorder.point_balance WHERE held > 0"
            #expect(try await shop.lines(balance) == ["40200|59800"])
        }
    }

    @Test(
        "an answer to COMMIT that was lost is found out by the key",
        arguments: [CuttingProxy.Cut.beforeCommit, .afterCommit]
    )
    func commitUnknown(cut: CuttingProxy.Cut) async throws {
        let template = try await ShopTemplate.shared.value
        let proxy = try CuttingProxy(to: template.cluster, cutting: cut, after: "api_request")
        try await Shop.open {
            // The proxy takes one connection; the next host is the server itself.
            $0.connection.conninfo = CutConninfo.through(proxy.port, $0.connection.conninfo)
            $0.limits.connections = 1
        } _: { shop in
            let token = try await shop.member()
            let body = shop.reservation(points: 100)
            let first = try await shop.ask(.POST, Self.path, as: token, body, key: "k")
            #expect(first.status == 201, "\(first.text)")
            #expect(try await shop.lines("SELECT count(*) FROM preorder.reservation") == ["1"])
            let again = try await shop.ask(.POST, Self.path, as: token, body, key: "k")
            #expect(first.text == again.text)
        }
    }

    @Test("answers are forgotten when the policy says so, not before")
    func retention() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            _ = try await shop.ask(.POST, Self.path, as: token, shop.reservation(), key: "k")
            let early = try #require(Timestamp("2026-11-30T11:00:00Z"))
            let late = try #require(Timestamp("2026-11-30T13:00:00Z"))
            #expect(try await shop.connection.execute(ForgetAnswers(asOf: early)) == 0)
            #expect(try await shop.connection.execute(ForgetAnswers(asOf: late)) == 1)
        }
    }
}

/// A conninfo that first tries a proxy and then the server.
enum CutConninfo {
    static func through(_ port: Int, _ conninfo: String) -> String {
        conninfo.replacing("host='", with: "host='127.0.0.1,")
            .replacing("port='", with: "port='\(port),") + " sslmode=disable gssencmode=disable"
    }
}
