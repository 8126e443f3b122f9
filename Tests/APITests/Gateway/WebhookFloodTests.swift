import API
import Crypto
import Foundation
import NIOHTTP1
import Postgres
import TestTurns
import Testing

@testable import Batch
@testable import reservoir_api

@Suite("A flood of webhooks", .inTurn)
struct WebhookFloodTests {
    private static let toss = "/v1/gateway-webhooks/toss/toss-kr"

    private static func open(
        _ adjust: @escaping @Sendable (inout APIConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (Shop) async throws -> Void
    ) async throws {
        try await Shop.open(
            {
                $0.incoming = GatewayReaders.all(stripeKeys: [("stripe-us", Secret("whsec_1"))])
                adjust(&$0)
            },
            body
        )
    }

    private static func event(_ order: String, _ number: Int) -> String {
        #"{"eventType": "X", "data": {"orderId": "\#(order)", "status": "\#(number)"}}"#
    }

    @Test("about one payment has the gateway asked a few times and not without end")
    func subject() async throws {
        try await Self.open { shop in
            let payment = try await shop.submitted()
            var statuses: [Int] = []
            for number in 0..<40 {
                let event = Self.event(payment.orderID, number)
                let reply = try await shop.ask(.POST, Self.toss, as: nil, event)
                #expect([200, 429].contains(reply.status), "\(reply.text)")
                statuses.append(reply.status)
            }
            #expect(statuses.prefix(5).allSatisfy { $0 == 200 })
            #expect(statuses.filter { $0 == 429 }.count > 20)
            let noted = try await shop.lines("SELECT count(*) FROM preorder.gateway_signal")
            #expect(noted == ["\(statuses.filter { $0 == 200 }.count)"])
        }
    }

    @Test("of one gateway is sent away; members and what another has signed come in")
    func rate() async throws {
        try await Self.open {
            $0.limits.webhooksPerSecond = 1
        } _: { shop in
            var refused: Reply?
            for number in 0..<40 {
                let event = Self.event("order-\(number)", number)
                let reply = try await shop.ask(.POST, Self.toss, as: nil, event)
                if reply.status == 429 { refused = reply }
            }
            #expect(try #require(refused).problem == "too_many_requests")
            #expect(refused?.headers.first(name: "retry-after") == "1")
            let token = try await shop.member()
            #expect(try await shop.ask(.GET, "/v1/points", as: token).status == 200)
            let signed = try await shop.ask(
                .POST,
                Self.stripe,
                as: nil,
                Self.intent,
                headers: [
                    "stripe-signature": Self.signature(Self.intent)
                ]
            )
            #expect(signed.status == 200, "\(signed.text)")
        }
    }

    @Test("that hangs takes no more than its own slots")
    func slots() async throws {
        try await Self.open {
            $0.limits.connections = 4
        } _: { shop in
            let token = try await shop.member()
            #expect(try await shop.ask(.GET, "/v1/points", as: token).status == 200)
            let lock = try await ShopTemplate.connect(shop.conninfo)
            try await lock.script("BEGIN; LOCK TABLE preorder.gateway_signal")
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<2 {
                    group.addTask {
                        let event = Self.event("order-\(number)", number)
                        return try await shop.ask(.POST, Self.toss, as: nil, event).status
                    }
                }
                let waiting = """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock'
                    """
                while try await shop.lines(waiting) != ["2"] {}
                let event = Self.event("order-2", 2)
                let third = try await shop.ask(.POST, Self.toss, as: nil, event)
                #expect(third.status == 503 && third.problem == "overloaded")
                #expect(try await shop.ask(.GET, "/v1/points", as: token).status == 200)
                try await lock.script("ROLLBACK")
                for try await status in group { #expect(status == 200) }
            }
            await lock.close()
        }
    }

    private static let stripe = "/v1/gateway-webhooks/stripe/stripe-us"

    private static let intent = """
        {"id": "evt_1", "object": "event", "type": "payment_intent.succeeded", \
        "data": {"object": {"id": "pi_1", "object": "payment_intent"}}}
        """

    /// Signed as Stripe signs: over the second, a dot and the body.
    private static func signature(_ body: String, with secret: String = "whsec_1") -> String {
        let second = Int(Date().timeIntervalSince1970)
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(second).\(body)".utf8),
            using: SymmetricKey(data: Data(secret.utf8))
        )
        return "t=\(second),v1=" + code.map { String(format: "%02x", $0) }.joined()
    }

    @Test("an event that Stripe has signed hastens its payment; altered or for another it does not")
    func signed() async throws {
        try await Self.open { shop in
            let token = try await shop.tokens.member(shop.ids.american)
            let body = shop.reservation(shown: 5_999, currency: "USD")
            let reserved = try await shop.post("/v1/reservations", as: token, body)
            let paymentID = try #require(reserved["payment_id"], "\(reserved.text)")
            let path = "/v1/payments/\(paymentID)/submission"
            #expect(try await shop.post(path, as: token, #"{"token": "pm_1"}"#).status == 202)
            try await shop.connection.script(
                """
                UPDATE preorder.payment SET gateway_payment_id = 'pi_1';
                UPDATE outbox.queue SET state = 'unknown', due_at = outbox.now() + interval '1 day'
                WHERE channel = 'payments'
                """
            )
            let due = "SELECT due_at = outbox.now() FROM outbox.queue WHERE channel = 'payments'"
            let header = ["stripe-signature": Self.signature(Self.intent)]
            let altered = try await shop.ask(
                .POST,
                Self.stripe,
                as: nil,
                Self.intent + " ",
                headers: header
            )
            #expect(altered.status == 401)
            let elsewhere = "/v1/gateway-webhooks/stripe/stripe-kr"
            #expect(
                try await shop.ask(.POST, elsewhere, as: nil, Self.intent, headers: header).status
                    == 401
            )
            #expect(try await shop.lines(due) == ["f"])
            let first = try await shop.ask(
                .POST,
                Self.stripe,
                as: nil,
                Self.intent,
                headers: header
            )
            #expect(first.status == 200 && first["status"] == "noted", "\(first.text)")
            #expect(try await shop.lines(due) == ["t"])
        }
    }
}
