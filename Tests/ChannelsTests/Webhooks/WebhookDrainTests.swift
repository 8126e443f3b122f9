import Channels
import Foundation
import Outbox
import Postgres
import Preorder
import TestReceiver
import TestTurns
import Testing

@Suite("The webhook of a payment", .inTurn)
struct WebhookDrainTests {
    @Test("tells every endpoint once, signed, with ids only")
    func told() async throws {
        try await Market.open { market in
            let receiver = try await WebhookReceiver()
            let (sale, secret) = try await market.sell(telling: receiver)
            try await market.drainPayments()
            #expect(try await market.drainWebhooks().applied == 1)
            #expect(try await market.drainWebhooks().claimed == 0)
            let post = try #require(await receiver.take(1).first)
            #expect(post.path == "/hook")
            let id = try #require(post.headers["webhook-id"])
            let seconds = try #require(post.headers["webhook-timestamp"].flatMap { Int64($0) })
            let signature = secret.signature(of: Array(post.body.utf8), id: id, at: seconds)
            #expect(post.headers["webhook-signature"] == signature)
            #expect(abs(Date().timeIntervalSince1970 - Double(seconds)) < 60)
            let payment = sale.paymentID.uuidString.lowercased()
            let reservation = sale.reservationID.uuidString.lowercased()
            let data = #"{"payment_id":"\#(payment)","reservation_id":"\#(reservation)"}"#
            #expect(
                post.body
                    == #"{"data":\#(data),"timestamp":"2026-11-23T12:00:00Z","#
                    + #""type":"payment.completed"}"#
            )
            try await receiver.stop()
        }
    }

    @Test("that is not taken is told again under the same id, when it is asked to")
    func again() async throws {
        try await Market.open { market in
            let receiver = try await WebhookReceiver(answering: [
                "500 Fault", "503 Busy\r\nRetry-After: 600", "302 Found\r\nLocation: /other",
            ])
            _ = try await market.sell(telling: receiver)
            try await market.drainPayments()
            #expect(try await market.drainWebhooks().retried == 1)
            try await market.wait("5 minutes")
            #expect(try await market.drainWebhooks().retried == 1)
            try await market.wait("9 minutes")
            #expect(try await market.drainWebhooks().claimed == 0)
            try await market.wait("10 minutes")
            #expect(try await market.drainWebhooks().retried == 1)
            try await market.wait("1 hour")
            #expect(try await market.drainWebhooks().applied == 1)
            let posts = await receiver.take(4)
            #expect(Set(posts.map(\.body)).count == 1)
            #expect(Set(posts.map { $0.headers["webhook-id"] }).count == 1)
            #expect(posts.allSatisfy { $0.path == "/hook" })
            try await receiver.stop()
        }
    }

    @Test("to an endpoint that is gone for good is the last one")
    func gone() async throws {
        try await Market.open { market in
            let receiver = try await WebhookReceiver(answering: ["410 Gone"])
            _ = try await market.sell(telling: receiver)
            try await market.drainPayments()
            #expect(try await market.drainWebhooks().rejected == 1)
            let why = "SELECT disabled_reason FROM preorder.webhook_endpoint"
            #expect(try await market.lines(why) == ["it answered 410"])
            try await receiver.stop()
        }
    }

    @Test("that is never taken ends the endpoint, and no letter waits for a person")
    func never() async throws {
        try await Market.open { market in
            let receiver = try await WebhookReceiver()
            _ = try await market.sell(telling: receiver)
            try await receiver.stop()
            try await market.connection.script(
                "UPDATE outbox.retry_policy SET attempts_max = 2 WHERE channel = 'webhooks'"
            )
            try await market.drainPayments()
            #expect(try await market.drainWebhooks().retried == 1)
            try await market.wait("1 hour")
            #expect(try await market.drainWebhooks().rejected == 1)
            #expect(try await market.value("SELECT count(*) FROM outbox.dead_letter") == "0")
            let why = "SELECT disabled_reason FROM preorder.webhook_endpoint"
            let reason = try await market.value(why) ?? ""
            #expect(reason.hasPrefix("it failed too often"), "\(reason)")
        }
    }

    @Test("goes to no private address, unless that is allowed")
    func privateAddress() async throws {
        try await Market.open { market in
            let receiver = try await WebhookReceiver()
            let sale = try await market.buy("KR")
            try await market.register("https://localhost:\(receiver.port)/hook", of: sale.memberID)
            try await market.drainPayments()
            #expect(try await market.drainWebhooks(allowsPrivate: false).retried == 1)
            let detail = """
                SELECT detail FROM outbox.attempt WHERE operation = 'post' AND detail <> ''
                """
            #expect(
                try await market.lines(detail) == ["the host is in a private network"]
            )
            try await receiver.stop()
        }
    }

    @Test("is signed with both secrets for a day after a rotation")
    func rotation() async throws {
        try await Market.open { market in
            let receiver = try await WebhookReceiver()
            let (sale, _) = try await market.sell(telling: receiver)
            let endpoints = WebhookEndpoints(vault: try Market.vault(), allowsHTTP: true)
            let list = ReadEndpoints(memberID: sale.memberID)
            let id = try #require(try await market.connection.first(list)?.endpointID)
            try await market.connection.transaction { tx in
                try endpoints.rotate(id, of: sale.memberID, in: tx)
            }
            try await market.drainPayments()
            #expect(try await market.drainWebhooks().applied == 1)
            let post = try #require(await receiver.take(1).first)
            let signatures = post.headers["webhook-signature"]?.split(separator: " ") ?? []
            #expect(signatures.count == 2 && Set(signatures).count == 2)
            try await receiver.stop()
        }
    }

    @Test("to an endpoint that was removed is void")
    func removed() async throws {
        try await Market.open { market in
            let receiver = try await WebhookReceiver()
            _ = try await market.sell(telling: receiver)
            try await market.drainPayments()
            try await market.connection.script("DELETE FROM preorder.webhook_endpoint")
            #expect(try await market.drainWebhooks().applied == 0)
            let void = "SELECT reason FROM outbox.voided"
            #expect(try await market.lines(void) == ["the endpoint is gone"])
            try await receiver.stop()
        }
    }
}

extension Market {
    /// A sale to a member who is told of its results at `receiver`, with the endpoint's secret.
    func sell(telling receiver: WebhookReceiver) async throws -> (Sale, WebhookSecret) {
        let sale = try await buy("KR")
        let url = "http://127.0.0.1:\(receiver.port)/hook"
        return (sale, try await register(url, of: sale.memberID))
    }

    /// Registers an endpoint, as the API does.
    @discardableResult
    func register(_ url: String, of memberID: UUID) async throws -> WebhookSecret {
        let endpoints = WebhookEndpoints(vault: try Market.vault(), allowsHTTP: true)
        let api = try await connect(as: "api")
        let id = try await api.transaction { tx in try endpoints.add(url, of: memberID, in: tx) }
        let secret = try await endpoints.secret(of: id, memberID, on: api)
        await api.close()
        return try #require(secret)
    }

    /// Drains the webhooks once, as their role does.
    @discardableResult
    func drainWebhooks(allowsPrivate: Bool = true) async throws -> RunCounts {
        let handler = try WebhooksHandler(
            vault: try Market.vault(),
            callTimeout: .seconds(20),
            allowsPrivate: allowsPrivate
        )
        return try await drain("webhooks") { try await $0.run(handler, on: $1) }
    }
}
