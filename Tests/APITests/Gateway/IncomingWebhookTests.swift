import API
import Foundation
import NIOHTTP1
import Postgres
import TestTurns
import Testing

@testable import reservoir_api

@Suite("Webhooks of gateways over HTTP", .inTurn)
struct IncomingWebhookTests {
    @Test("an event has what is unknown asked about at once; a repeat changes nothing")
    func hastened() async throws {
        try await Self.open { shop in
            let payment = try await shop.submitted()
            try await shop.connection.script(
                "UPDATE outbox.queue SET state = 'unknown', due_at = outbox.now() + interval '1 day'"
                    + " WHERE channel = 'payments'"
            )
            let event = """
                {"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": "2026-11-23T12:00:00", \
                "data": {"paymentKey": "t", "orderId": "\(payment.orderID)", "status": "DONE"}}
                """
            let path = "/v1/gateway-webhooks/toss/toss-kr"
            let first = try await shop.ask(.POST, path, as: nil, event)
            #expect(first.status == 200 && first["status"] == "noted", "\(first.text)")
            let due = "SELECT due_at = outbox.now() FROM outbox.queue WHERE channel = 'payments'"
            #expect(try await shop.lines(due) == ["t"])
            let again = try await shop.ask(.POST, path, as: nil, event)
            #expect(again.status == 200 && again["status"] == "passed_over")
            let state = try await shop.ask(
                .GET,
                "/v1/payments/\(payment.paymentID)",
                as: try await shop.member()
            )
            #expect(state["status"] == "pending")
        }
    }

    @Test("a try that waits is not hastened, and what is about no payment is not kept")
    func others() async throws {
        try await Self.open { shop in
            let payment = try await shop.submitted()
            try await shop.connection.script(
                "UPDATE outbox.queue SET state = 'waiting', due_at = outbox.now() + interval '1 day'"
                    + " WHERE channel = 'payments'"
            )
            let path = "/v1/gateway-webhooks/toss/toss-kr"
            for order in [payment.orderID, "nothing-of-ours"] {
                let event = #"{"eventType": "X", "data": {"orderId": "\#(order)"}}"#
                #expect(try await shop.ask(.POST, path, as: nil, event).status == 200)
            }
            let due = "SELECT due_at > outbox.now() FROM outbox.queue WHERE channel = 'payments'"
            #expect(try await shop.lines(due) == ["t"])
            #expect(try await shop.lines("SELECT count(*) FROM preorder.gateway_signal") == ["1"])
        }
    }

    @Test("what is not signed as it must be, or is no event, is refused and kept nowhere")
    func refused() async throws {
        try await Self.open { shop in
            let stripe = "/v1/gateway-webhooks/stripe/stripe-us"
            let event = #"{"id": "evt_1", "data": {"object": {"id": "pi_1", "object": "x"}}}"#
            let forged = try await shop.ask(
                .POST,
                stripe,
                as: nil,
                event,
                headers: ["stripe-signature": "t=1,v1=00"]
            )
            #expect(forged.status == 401 && forged.problem == "unauthorized")
            let toss = "/v1/gateway-webhooks/toss/toss-kr"
            for body in ["", "{", "[]", #"{"eventType": 1}"#] {
                let reply = try await shop.ask(.POST, toss, as: nil, body)
                #expect(reply.status == 400 && reply.problem == "malformed_request", "\(body)")
            }
            let nobody = try await shop.ask(.POST, "/v1/gateway-webhooks/paypal/x", as: nil, event)
            #expect(nobody.status == 404 && nobody.problem == "not_found")
            #expect(try await shop.lines("SELECT count(*) FROM preorder.gateway_signal") == ["0"])
        }
    }

    /// A shop whose API reads Toss' events and none of Stripe's: those have no key.
    private static func open(
        _ body: @escaping @Sendable (Shop) async throws -> Void
    ) async throws {
        try await Shop.open({ $0.incoming = GatewayReaders.all(stripeKeys: []) }, body)
    }
}

extension Shop {
    /// A payment that was submitted and waits for its charge.
    func submitted(_ game: UUID? = nil) async throws -> (paymentID: String, orderID: String) {
        let token = try await member()
        let body = reservation(game: game, shown: game == nil ? 59_800 : 1_000)
        let reserved = try await post("/v1/reservations", as: token, body)
        let paymentID = try #require(reserved["payment_id"])
        let path = "/v1/payments/\(paymentID)/submission"
        let submitted = try await post(path, as: token, #"{"token": "t"}"#)
        #expect(submitted.status == 202)
        return (paymentID, try #require(reserved["order_id"]))
    }
}
