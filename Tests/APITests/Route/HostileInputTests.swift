import Foundation
import NIOHTTP1
import TestTurns
import Testing

@Suite("Hostile input", .inTurn)
struct HostileInputTests {
    @Test("a body that is not what it must be is a 4xx problem and writes nothing")
    func bodies() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let game = shop.ids.game
            let good = shop.reservation()
            let shown = #""shown": {"amount_minor": 59800, "currency": "KRW"}"#
            let bodies: [[UInt8]] =
                [
                    "", "{", "[]", "null", "1", "\"x\"", "{}", "{\"a\": }", good + "x", good + good,
                    #"{"game_id": 1, "method": "card", \#(shown)}"#,
                    #"{"game_id": "x", "method": "card", \#(shown)}"#,
                    #"{"game_id": "\#(game)", "method": ["card"], \#(shown)}"#,
                    #"{"game_id": "\#(game)", "method": "card", "points": "1", \#(shown)}"#,
                    #"{"game_id": "\#(game)", "method": "card", "points": 1.5, \#(shown)}"#,
                    #"{"game_id": "\#(game)", "method": "card", "points": 1e3, \#(shown)}"#,
                    #"{"game_id": "\#(game)", "method": "card", "points": 99999999999999999999, \#(shown)}"#,
                    #"{"game_id": "\#(game)", "method": "card"}"#,
                    #"{"game_id": "\#(game)", "method": "card", "shown": {"amount_minor": 1}}"#,
                    #"{"game_id": "\#(game)", "method": "card", "shown": {"amount_minor": 1, "currency": "ABC"}}"#,
                    #"{"game_id": "\#(game)", "method": "card", "pints": 1, \#(shown)}"#,
                    #"{"game_id": "\#(game)", "game_id": "\#(game)", "method": "card", \#(shown)}"#,
                    #"{"game_id": "\#(game)", "method": "ca\u0000rd", \#(shown)}"#,
                    #"{"game_id": "\#(game)", "method": "ca\ud800rd", \#(shown)}"#,
                    String(repeating: "[", count: 10_000),
                ].map { Array($0.utf8) } + [
                    [0xff, 0xfe], Array(good.utf8.dropLast()) + [0xc3, 0x28, 0x7d],
                    [0x00], Array(good.utf8) + [0x00],
                ]
            let before = try await shop.footprint()
            for body in bodies {
                let reply = try await shop.ask(
                    .POST,
                    "/v1/reservations",
                    as: token,
                    bytes: body,
                    key: "k"
                )
                let text = String(decoding: body.prefix(200), as: UTF8.self)
                #expect(reply.status == 400, "\(text): \(reply.text)")
                #expect(reply.problem == "malformed_request", "\(text): \(reply.text)")
            }
            #expect(try await shop.footprint() == before)
        }
    }

    @Test("amounts that cannot be are refused and write nothing")
    func amounts() async throws {
        try await Shop.open { shop in
            for shown in [0, -1, Int64.max, Int64.min] {
                let body = shop.reservation(shown: shown)
                _ = try await shop.refused(body, 409, "price_changed")
            }
            for points in [-1, Int64.max, Int64.min] {
                let body = shop.reservation(points: points)
                _ = try await shop.refused(body, 422, "points_out_of_range")
            }
            _ = try await shop.refused(
                shop.reservation(shown: 5_999, currency: "USD"),
                409,
                "price_changed"
            )
        }
    }

    @Test("what is too large, of another kind or by another method is refused for that")
    func heads() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let path = "/v1/reservations"
            let before = try await shop.footprint()
            let huge = String(repeating: " ", count: 1 << 20)
            let large = try await shop.ask(.POST, path, as: token, huge, key: "k")
            #expect(large.status == 413 && large.problem == "body_too_large")
            let text = try await shop.ask(
                .POST,
                path,
                as: token,
                shop.reservation(),
                key: "k",
                headers: ["content-type": "text/plain"]
            )
            #expect(text.status == 415 && text.problem == "unsupported_media_type")
            let header = String(repeating: "h", count: 20_000)
            let heavy = try await shop.ask(.GET, "/v1/points", as: token, headers: ["x-a": header])
            #expect(heavy.status == 431 && heavy.problem == "headers_too_large")
            let put = try await shop.ask(.PUT, path, as: token, "{}")
            #expect(put.status == 405 && put.problem == "method_not_allowed")
            #expect(put.headers.first(name: "allow") == "POST")
            #expect(try await shop.footprint() == before)
        }
    }

    @Test("ids, parameters and addresses that mean nothing are 4xx problems")
    func addresses() async throws {
        try await Shop.open { shop in
            let token = try await shop.member()
            let asked: [(String, Int, String)] = [
                ("/v1/games/1", 404, "unknown_game"),
                ("/v1/games/%00", 404, "unknown_game"),
                ("/v1/games/\(UUID())", 404, "unknown_game"),
                ("/v1/payments/'%20OR%201=1", 404, "unknown_payment"),
                ("/v1/refunds/\(UUID())", 404, "unknown_refund"),
                ("/v1/nothing", 404, "not_found"),
                ("/v1/games/", 404, "unknown_game"),
                ("/v2/games", 404, "not_found"),
                ("/v1/games?limit=0", 400, "malformed_parameter"),
                ("/v1/games?limit=101", 400, "malformed_parameter"),
                ("/v1/games?limit=x", 400, "malformed_parameter"),
                ("/v1/games?limit=1&limit=2", 400, "malformed_parameter"),
                ("/v1/games?after=x", 400, "malformed_parameter"),
                ("/v1/games?after=%ff", 400, "malformed_parameter"),
                ("/v1/games?after=OTk5OTk5OTk5OTk5OTk5OTk5OXx4", 400, "malformed_parameter"),
                ("/v1/points/entries?after=eA", 400, "malformed_parameter"),
                ("/v1/games?colour=red", 400, "malformed_parameter"),
                ("/v1/points?limit=1", 400, "malformed_parameter"),
            ]
            for (path, status, problem) in asked {
                let reply = try await shop.ask(.GET, path, as: token)
                #expect(reply.status == status && reply.problem == problem, "\(path) \(reply.text)")
            }
        }
    }
}
