import Foundation
import NIOHTTP1
import TestTurns
import Testing

@Suite("Methods and caches", .inTurn)
struct MethodTests {
    @Test("whatever an address does not take, OPTIONS too, is a problem that says what it takes")
    func others() async throws {
        try await Shop.open { shop in
            for method in [HTTPMethod.OPTIONS, .PATCH, .TRACE] {
                let reply = try await shop.ask(method, "/v1/reservations/\(UUID())")
                #expect(reply.status == 405 && reply.problem == "method_not_allowed", "\(method)")
                #expect(reply.headers.first(name: "allow") == "DELETE, GET, HEAD")
                #expect(reply.headers.first(name: "access-control-allow-origin") == nil)
            }
            let nowhere = try await shop.ask(.OPTIONS, "/v1/nothing")
            #expect(nowhere.status == 404 && nowhere.problem == "not_found")
        }
    }

    @Test("HEAD has the head of GET and no body, also of a problem")
    func head() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            for path in ["/v1/games", "/v1/points", "/v1/games/\(UUID())"] {
                let get = try await shop.ask(.GET, path, as: token)
                let head = try await shop.ask(.HEAD, path, as: token)
                #expect(head.status == get.status && head.text.isEmpty)
                for name in ["etag", "cache-control", "vary", "content-type"] {
                    #expect(head.headers.first(name: name) == get.headers.first(name: name))
                }
                let length = get.text.utf8.count
                #expect(head.headers.first(name: "content-length") == "\(length)")
            }
        }
    }

    @Test("what is a member's own is kept by nobody, the catalogue is asked about anew")
    func caches() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let points = try await shop.ask(.GET, "/v1/points", as: token)
            #expect(points.headers.first(name: "cache-control") == "no-store")
            let games = try await shop.ask(.GET, "/v1/games", as: token)
            #expect(games.headers.first(name: "cache-control") == "private, no-cache")
            #expect(games.headers.first(name: "vary") == "Authorization, Accept-Language")
            let tag = try #require(games.headers.first(name: "etag"))
            let same = try await shop.ask(
                .GET,
                "/v1/games",
                as: token,
                headers: ["if-none-match": tag]
            )
            #expect(same.status == 304 && same.text.isEmpty)
            for name in ["etag", "cache-control", "vary"] {
                #expect(same.headers.first(name: name) == games.headers.first(name: name))
            }
            let problem = try await shop.ask(.GET, "/v1/games/x", as: token)
            #expect(problem.headers.first(name: "cache-control") == "no-store")
            #expect(problem.headers.first(name: "vary") == "Accept-Language")
        }
    }
}
