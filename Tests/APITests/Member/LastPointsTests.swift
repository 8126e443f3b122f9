import API
import Foundation
import NIOHTTP1
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A member's last points over HTTP", .inTurn)
struct LastPointsTests {
    private static let clients = 200

    /// Of the member's 100,000 points: enough for eleven games.
    private static let pointsEach = 9_000

    @Test("two hundred clients, each with a game of its own, never hold more than there is")
    func lastPoints() async throws {
        try await Shop.open {
            $0.limits.waiters = 2 * Self.clients
        } _: { shop in
            let token = try await shop.member()
            let bodies = try await Self.bodies(shop)
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for body in bodies {
                    group.addTask { try await shop.post("/v1/reservations", as: token, body) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let reserved = replies.filter { $0.status == 201 }
            #expect(reserved.count == 100_000 / Self.pointsEach)
            let problems = Set(replies.filter { $0.status != 201 }.map { $0.problem ?? $0.text })
            #expect(problems == ["not_enough_points"])
            #expect(try await Self.balance(shop) == ["1000|99000"])
            // What was promised to each stands in the lots, once.
            let held = "SELECT sum(amount) FROM preorder.point_hold"
            #expect(try await shop.lines(held) == ["99000"])
            for reply in reserved {
                let path = try #require(reply.headers.first(name: "location"))
                #expect(try await shop.ask(.DELETE, path, as: token).status == 200)
            }
            let drain = Drain(DrainOptions(channel: "points", runID: UUID()))
            _ = try await drain.run(PointsHandler(), on: shop.connection)
            #expect(try await Self.balance(shop) == ["100000|0"])
        }
    }

    /// Reservations of as many games, every other a gift; the rest of the price is charged.
    private static func bodies(_ shop: Shop) async throws -> [String] {
        var bodies: [String] = []
        for number in 0..<clients {
            let game = try await shop.announce(10_000)
            let gift =
                number.isMultiple(of: 2)
                ? "null" : "{\"recipient_id\": \"\(shop.ids.otherMember)\"}"
            bodies.append(
                """
                {"game_id": "\(game)", "method": "card", "points": \(pointsEach),
                 "shown": {"amount_minor": 10000, "currency": "KRW"}, "gift": \(gift)}
                """
            )
        }
        return bodies
    }

    private static func balance(_ shop: Shop) async throws -> [String] {
        try await shop.lines(
            """
            SELECT available, held FROM preorder.point_balance
            WHERE member_id = '\(shop.ids.member)'
            """
        )
    }
}
