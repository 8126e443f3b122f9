import Foundation
import NIOHTTP1
import TestTurns
import Testing

@Suite("What members do with gifts over HTTP", .inTurn)
struct GiftTests {
    /// The body of a gift that points pay whole: complete, and thus offered, at once.
    private func body(
        _ shop: Shop,
        to recipient: UUID,
        game: UUID? = nil,
        points: Int64 = 59_800,
        message: String = "\"생일 축하해!\""
    ) -> String {
        """
        {"game_id": "\(game ?? shop.ids.game)", "points": \(points),
         "shown": {"amount_minor": \(points), "currency": "KRW"},
         "gift": {"recipient_id": "\(recipient)", "message": \(message)}}
        """
    }

    /// A gift of the second game to the other member.
    private func give(_ shop: Shop) async throws -> String {
        let reply = try await shop.post(
            "/v1/reservations",
            as: try await shop.member(),
            body(shop, to: shop.ids.otherMember, game: shop.ids.secondGame, points: 1_050)
        )
        #expect(reply.status == 201, "\(reply.text)")
        return "/v1/gifts/\(try #require(reply["gift_id"]))"
    }

    @Test("one is given, found by both and nobody else, accepted once and then theirs")
    func accepted() async throws {
        try await Shop.open { shop in
            let sender = try await shop.member()
            let recipient = try await shop.tokens.member(shop.ids.otherMember)
            let path = try await give(shop)
            let sent = try await shop.ask(.GET, "/v1/gifts?part=sender", as: sender)
            #expect(sent.items.map { $0["status"] as? String } == ["offered"], "\(sent.text)")
            let received = try await shop.ask(.GET, "/v1/gifts?part=recipient", as: recipient)
            #expect(received.items.map { $0["message"] as? String } == ["생일 축하해!"])
            #expect(try await shop.ask(.GET, "/v1/gifts?part=sender", as: recipient).items.isEmpty)
            let stranger = try await shop.tokens.member(shop.ids.american)
            #expect(try await shop.ask(.GET, path, as: stranger).problem == "unknown_gift")
            for act in ["acceptance", "decline", "cancellation", "refund"] {
                let reply = try await shop.post("\(path)/\(act)", as: stranger, "{}")
                #expect(reply.status == 404 && reply.problem == "unknown_gift")
            }
            #expect(
                try await shop.post(path + "/acceptance", as: sender, "{}").problem
                    == "unknown_gift"
            )

            let key = UUID().uuidString
            for _ in 0..<2 {
                let accepted = try await shop.ask(
                    .POST,
                    path + "/acceptance",
                    as: recipient,
                    "{}",
                    key: key
                )
                #expect(accepted.status == 200 && accepted["status"] == "accepted")
            }
            let late = try await shop.post(path + "/cancellation", as: sender, "{}")
            #expect(late.status == 409 && late.problem == "gift_closed")
            #expect(late["gift_status"] == "accepted")
            let refund = try await shop.post(path + "/refund", as: sender, "{}")
            #expect(refund.status == 409 && refund.problem == "gift_accepted", "\(refund.text)")
            let purchases = try await shop.ask(.GET, "/v1/purchases", as: recipient)
            let second = shop.ids.secondGame.uuidString.lowercased()
            #expect(purchases.items.map { $0["game_id"] as? String } == [second])
            #expect(purchases.items.first?["is_refundable"] as? Bool == false)
            #expect(try await shop.ask(.GET, "/v1/purchases", as: sender).items.isEmpty)
        }
    }

    @Test("one that is declined goes back to its sender, once, however often they ask")
    func declined() async throws {
        try await Shop.open { shop in
            let sender = try await shop.member()
            let recipient = try await shop.tokens.member(shop.ids.otherMember)
            let path = try await give(shop)
            let open = try await shop.post(path + "/refund", as: sender, "{}")
            #expect(open.status == 409 && open.problem == "is_gift", "\(open.text)")
            let declined = try await shop.post(path + "/decline", as: recipient, "{}")
            #expect(declined.status == 200 && declined["status"] == "declined")
            let refundID = try #require(declined["refund_id"])
            for _ in 0..<2 {
                let again = try await shop.post(path + "/refund", as: sender, "{}")
                #expect(again.status == 202 && again["refund_id"] == refundID, "\(again.text)")
            }
            let refund = try await shop.ask(.GET, "/v1/refunds/\(refundID)", as: sender)
            #expect(refund["status"] == "completed" && refund["points_restored"] == "1050")
            #expect(try await shop.ask(.GET, path, as: sender)["refund_id"] == refundID)
            #expect(try await shop.ask(.GET, path, as: recipient)["refund_id"] == nil)
        }
    }

    @Test("one that cannot be given is refused for its reason and writes nothing")
    func refused() async throws {
        try await Shop.open { shop in
            let sender = try await shop.member()
            let other = shop.ids.otherMember
            let before = try await shop.footprint()
            for (body, status, problem) in [
                (body(shop, to: shop.ids.member), 422, "gift_to_oneself"),
                (body(shop, to: UUID()), 422, "unknown_recipient"),
                (
                    body(shop, to: other, message: "\"\(String(repeating: "가", count: 501))\""),
                    422, "malformed_gift_message"
                ),
                (body(shop, to: other, message: "\"\\u0000\""), 400, "malformed_request"),
                (body(shop, to: other, message: "7"), 400, "malformed_request"),
            ] {
                let reply = try await shop.post("/v1/reservations", as: sender, body)
                #expect(reply.status == status && reply.problem == problem, "\(reply.text)")
            }
            #expect(try await shop.footprint() == before)
            _ = try await give(shop)
            let twice = try await shop.post(
                "/v1/reservations",
                as: sender,
                body(shop, to: other, game: shop.ids.secondGame, points: 1_050)
            )
            #expect(twice.status == 409 && twice.problem == "already_given", "\(twice.text)")
            let owned = try await shop.tokens.member(other)
            _ = try await shop.reserveWithPoints(as: owned)
            let has = try await shop.post("/v1/reservations", as: sender, body(shop, to: other))
            #expect(has.status == 409 && has.problem == "recipient_has_game", "\(has.text)")
            let parts = try await shop.ask(.GET, "/v1/gifts?part=both", as: sender)
            #expect(parts.problem == "malformed_parameter")
        }
    }

    @Test("of two hundred answers at once one wins, and the others are told what it is")
    func race() async throws {
        try await Shop.open { shop in
            let sender = try await shop.member()
            let recipient = try await shop.tokens.member(shop.ids.otherMember)
            let path = try await give(shop)
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for number in 0..<200 {
                    let (act, token) = [
                        ("acceptance", recipient), ("decline", recipient), ("cancellation", sender),
                    ][number % 3]
                    group.addTask { try await shop.post("\(path)/\(act)", as: token, "{}") }
                }
                return try await group.reduce(into: [Reply]()) { $0.append($1) }
            }
            let won = replies.filter { $0.status == 200 }
            #expect(won.count == 1)
            let told = replies.filter { $0.problem == "gift_closed" }
            #expect(told.allSatisfy { $0["gift_status"] == won.first?["status"] })
            #expect(replies.allSatisfy { [200, 409, 503].contains($0.status) })
            #expect(try await shop.lines("SELECT count(*) FROM preorder.refund") != ["2"])
        }
    }
}
