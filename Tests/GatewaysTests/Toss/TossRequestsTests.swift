import Foundation
import Money
import TestTurns
import Testing

@testable import Gateways

@Suite("What we write to Toss Payments", .inTurn)
struct TossRequestsTests {
    @Test("confirming sends exactly the key, the order and the amount")
    func confirming() throws {
        let request = try TossRequests.confirm(Sample.tossOrder(), credentialID: "key-2")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"amount":59800,"orderId":"order-000001","paymentKey":"tgen_20250812example01"}"#
        )
        #expect(request.path == "/v1/payments/confirm")
        #expect(request.idempotencyKey == "charge-1.confirm")
    }

    @Test("a refund says its amount, and its reason ends with the refund's id and generation")
    func refund() throws {
        let request = try TossRequests.refund(Sample.tossRefund(), credentialID: "key-2")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"cancelAmount":20000,"cancelReason":"선물 거절 [refund \#(Sample.refundID) 1]"}"#
        )
        #expect(request.path == "/v1/payments/tgen_20250812example01/cancel")
        #expect(request.idempotencyKey == "refund-a.1.refund")
    }

    @Test("no refund of 0 or less can be built", arguments: [0, -1, Int64.min])
    func noRefund(amountMinor: Int64) throws {
        let refund = try Sample.tossRefund(amountMinor: amountMinor)
        #expect(throws: GatewayError.self) {
            try TossRequests.refund(refund, credentialID: "k")
        }
    }

    @Test("a long reason is cut before the refund's id, and the id is read back")
    func longReason() throws {
        let reference = RefundReference(id: try Sample.id(Sample.refundID), generation: 12)
        let text = TossCancelReason.text(String(repeating: "가", count: 500), reference)
        #expect(text.count == 200)
        #expect(TossCancelReason.reference(text) == reference)
    }

    @Test(
        "a reason that names no refund at its end is nobody's",
        arguments: ["", "고객센터", "[refund x 1]", "[refund \(Sample.refundID)]", "[refund ] x"]
    )
    func foreignReason(text: String) {
        #expect(TossCancelReason.reference(text) == nil)
    }

    @Test(
        "an order id outside the gateway's alphabet or length is refused",
        arguments: [
            "short", "order id", "주문-000001", "order/000001", String(repeating: "o", count: 65),
        ]
    )
    func badOrderID(orderID: String) throws {
        let order = try Sample.tossOrder(orderID: orderID)
        #expect(throws: GatewayError.self) {
            try TossRequests.confirm(order, credentialID: "k")
        }
    }

    @Test("a payment is read by its key once that is known, before by its order")
    func lookUpPath() throws {
        var order = try Sample.tossOrder()
        #expect(TossRequests.lookUpPath(order) == "/v1/payments/orders/order-000001")
        order.gatewayPaymentID = "tgen_1"
        #expect(TossRequests.lookUpPath(order) == "/v1/payments/tgen_1")
    }
}
