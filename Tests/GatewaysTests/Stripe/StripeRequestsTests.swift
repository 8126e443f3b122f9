import Foundation
import Money
import TestTurns
import Testing

@testable import Gateways

@Suite("What we write to Stripe", .inTurn)
struct StripeRequestsTests {
    private func text(_ request: GatewayRequest) -> String {
        String(decoding: request.body, as: UTF8.self)
    }

    @Test("creating sends the amount, our ids and a Korean name, and the same bytes every time")
    func creating() throws {
        let order = try Sample.stripeOrder(intent: nil, name: "별 & \"노래\" 100%+=")
        let request = try StripeRequests.create(order, credentialID: "key-2")
        #expect(
            text(request) == """
                amount=5999&currency=usd&payment_method_types[]=card&\
                description=%EB%B3%84%20%26%20%22%EB%85%B8%EB%9E%98%22%20100%25%2B%3D&\
                metadata[payment_id]=\(Sample.paymentID)&metadata[order_id]=order-000001
                """
        )
        #expect(request.path == "/v1/payment_intents")
        #expect(request.idempotencyKey == "charge-1.create")
        #expect(try StripeRequests.create(order, credentialID: "key-2") == request)
    }

    @Test("one order has another key at each endpoint")
    func keys() throws {
        let order = try Sample.stripeOrder()
        let confirm = try StripeRequests.confirm(order, intent: "pi_1", credentialID: "k")
        let cancel = try StripeRequests.cancel(order, intent: "pi_1", credentialID: "k")
        let refund = try StripeRequests.refund(Sample.stripeRefund(), credentialID: "k")
        #expect(confirm.idempotencyKey == "charge-1.confirm")
        #expect(cancel.idempotencyKey == "charge-1.cancel")
        #expect(refund.idempotencyKey == "refund-a.1.refund")
        #expect(
            [confirm.path, cancel.path]
                == ["/v1/payment_intents/pi_1/confirm", "/v1/payment_intents/pi_1/cancel"]
        )
        #expect(
            text(confirm)
                == "payment_method=pm_1Example&return_url=https%3A%2F%2Fshop.example%2Freturn%3Fa%3D1%26b%3D2"
        )
        #expect(cancel.body.isEmpty)
    }

    @Test("a refund names its id, its generation and an explicit amount")
    func refund() throws {
        let request = try StripeRequests.refund(Sample.stripeRefund(), credentialID: "k")
        #expect(
            text(request) == """
                payment_intent=pi_3Example0001&amount=2000&metadata[refund_id]=\(Sample.refundID)&\
                metadata[generation]=1&metadata[payment_id]=\(Sample.paymentID)&\
                metadata[reason]=gift%20declined
                """
        )
    }

    @Test("no refund of 0 or less can be built", arguments: [0, -1, Int64.min])
    func noRefund(amountMinor: Int64) throws {
        let refund = try Sample.stripeRefund(amountMinor: amountMinor)
        #expect(throws: GatewayError.self) {
            try StripeRequests.refund(refund, credentialID: "k")
        }
    }

    @Test("an id with a slash cannot reach another endpoint")
    func path() throws {
        #expect(StripeRequests.path("../refunds?x=1") == "/v1/payment_intents/..%2Frefunds%3Fx%3D1")
    }

    @Test("a key over 255 characters or with a line break is refused")
    func badKeys() throws {
        for base in [String(repeating: "k", count: 249), "a\r\nb", "키"] {
            let sample = try Sample.stripeOrder(intent: nil)
            let order = ChargeOrder(
                paymentID: sample.paymentID,
                orderID: sample.orderID,
                amount: sample.amount,
                gatewayCurrency: sample.gatewayCurrency,
                buyerToken: nil,
                orderName: "x",
                returnURL: nil,
                createdAt: sample.createdAt,
                idempotencyBase: base
            )
            #expect(throws: GatewayError.self) {
                try StripeRequests.create(order, credentialID: "k")
            }
        }
    }
}
