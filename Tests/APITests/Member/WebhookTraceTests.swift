import API
import Channels
import Foundation
import NIOHTTP1
import Outbox
import Postgres
import Preorder
import TestReceiver
import TestTurns
import Testing

@Suite("A trace from a request to the partner who hears of it", .inTurn)
struct WebhookTraceTests {
    /// The vault of the shop's API.
    private static func vault() throws -> Vault {
        try Vault(keys: [Vault.Key(id: "k", bytes: [UInt8](repeating: 7, count: 32))])
    }

    private static func drain(_ shop: Shop) async throws -> RunCounts {
        let conninfo = shop.conninfo.replacing("user='postgres'", with: "user='reservoir_webhooks'")
        let role = try await Connection.connect(ConnectionConfiguration(conninfo: conninfo))
        let handler = try WebhooksHandler(
            vault: try vault(),
            callTimeout: .seconds(20),
            allowsPrivate: true
        )
        var options = DrainOptions(channel: "webhooks", runID: UUID())
        options.lease = .seconds(120)
        let counts = try await Drain(options).run(handler, on: role)
        await role.close()
        return counts
    }

    @Test("goes over the API and the drain to each endpoint, each request's its own")
    func whole() async throws {
        try await Shop.open {
            $0.allowsPrivateWebhooks = true
        } _: { shop in
            let receiver = try await WebhookReceiver()
            let recipient = try await shop.tokens.member(shop.ids.otherMember)
            let url = #"{"url": "http://127.0.0.1:\#(receiver.port)/hook"}"#
            #expect(
                try await shop.post("/v1/webhook-endpoints", as: recipient, url).status == 201
            )
            let given = String(repeating: "a", count: 32)
            let offered = try await shop.ask(
                .POST,
                "/v1/reservations",
                as: try await shop.member(),
                """
                {"game_id": "\(shop.ids.secondGame)", "points": 1050,
                 "shown": {"amount_minor": 1050, "currency": "KRW"},
                 "gift": {"recipient_id": "\(shop.ids.otherMember)", "message": "for you"}}
                """,
                key: "give",
                headers: ["traceparent": "00-\(given)-00f067aa0ba902b7-01"]
            )
            #expect(offered.status == 201, "\(offered.text)")
            let gift = try #require(offered["gift_id"])
            #expect(try await Self.drain(shop).applied == 1)
            let answered = String(repeating: "b", count: 32)
            let accepted = try await shop.ask(
                .POST,
                "/v1/gifts/\(gift)/acceptance",
                as: recipient,
                "{}",
                key: "accept",
                headers: ["traceparent": "00-\(answered)-00f067aa0ba902b7-01"]
            )
            #expect(accepted.status == 200, "\(accepted.text)")
            #expect(try await Self.drain(shop).applied == 1)
            let posts = await receiver.take(2)
            let traces = posts.compactMap { $0.headers["traceparent"].flatMap { TraceParent($0) } }
            #expect(traces.map(\.traceID) == [given, answered])
            #expect(!traces.map(\.parentID).contains("00f067aa0ba902b7"))
            // What the recipient is told, to the byte: nothing of the sender's.
            let data = #"{"gift_id":"\#(gift)","part":"recipient"}"#
            #expect(posts[0].body.hasPrefix(#"{"data":\#(data),"timestamp":"#))
            #expect(posts[0].body.hasSuffix(#""type":"gift.offered"}"#))
            #expect(posts[1].body.hasSuffix(#""type":"gift.accepted"}"#))
            #expect(posts.allSatisfy { !$0.body.contains("for you") })
            try await receiver.stop()
        }
    }
}
