import Foundation
import Gateways
import Money
import Testing

/// The orders that the fixtures answer.
enum Sample {
    static let paymentID = "0198b6a2-0000-7000-8000-000000000001"
    static let refundID = "0198b6a2-0000-7000-8000-0000000000aa"
    static let credentials = GatewayCredentials(
        current: GatewayCredential(id: "key-2", secret: "sk_test_two"),
        earlier: [GatewayCredential(id: "key-1", secret: "sk_test_one")]
    )

    static func id(_ text: String) throws -> UUID { try #require(UUID(uuidString: text)) }

    static func money(_ amountMinor: Int64, _ code: String) throws -> Money {
        Money(amountMinor, try #require(Currency(code)))
    }

    static func dollars(minimum: Int64 = 50) throws -> GatewayCurrency {
        GatewayCurrency(
            currency: try #require(Currency("USD")),
            exponent: 2,
            minimumMinor: minimum,
            incrementMinor: 1
        )
    }

    static func won() throws -> GatewayCurrency {
        GatewayCurrency(
            currency: try #require(Currency("KRW")),
            exponent: 0,
            minimumMinor: 100,
            incrementMinor: 1
        )
    }

    static func stripeOrder(
        intent: String? = "pi_3Example0001",
        name: String = "Sample game"
    ) throws -> ChargeOrder {
        ChargeOrder(
            paymentID: try id(paymentID),
            orderID: "order-000001",
            amount: try money(5999, "USD"),
            gatewayCurrency: try dollars(),
            gatewayPaymentID: intent,
            buyerToken: BuyerToken("pm_1Example"),
            orderName: name,
            returnURL: "https://shop.example/return?a=1&b=2",
            createdAt: Date(timeIntervalSince1970: 1_755_000_000),
            idempotencyBase: "charge-1"
        )
    }

    static func stripeRefund(amountMinor: Int64 = 2000) throws -> RefundOrder {
        RefundOrder(
            refundID: try id(refundID),
            generation: 1,
            paymentID: try id(paymentID),
            gatewayPaymentID: "pi_3Example0001",
            amount: try money(amountMinor, "USD"),
            gatewayCurrency: try dollars(),
            reason: "gift declined",
            idempotencyBase: "refund-a.1"
        )
    }

    static func tossOrder(orderID: String = "order-000001") throws -> ChargeOrder {
        ChargeOrder(
            paymentID: try id(paymentID),
            orderID: orderID,
            amount: try money(59800, "KRW"),
            gatewayCurrency: try won(),
            buyerToken: BuyerToken("tgen_20250812example01"),
            orderName: "별의 노래 디럭스 에디션",
            returnURL: nil,
            createdAt: Date(timeIntervalSince1970: 1_755_000_000),
            idempotencyBase: "charge-1"
        )
    }

    static func tossRefund(
        amountMinor: Int64 = 20000,
        reason: String = "선물 거절"
    ) throws -> RefundOrder {
        RefundOrder(
            refundID: try id(refundID),
            generation: 1,
            paymentID: try id(paymentID),
            gatewayPaymentID: "tgen_20250812example01",
            amount: try money(amountMinor, "KRW"),
            gatewayCurrency: try won(),
            reason: reason,
            idempotencyBase: "refund-a.1"
        )
    }
}
