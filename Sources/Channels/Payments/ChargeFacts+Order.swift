import Foundation
import Gateways
import Money
import Outbox
import Postgres
import Preorder

extension ChargeFacts {
    /// The charge as its gateway's adapter needs it.
    ///
    /// The payment's id is the stem of its keys: a payment is charged once, however often it is
    /// tried.
    func order(token: String?, returnURL: String?, key: String? = nil) -> ChargeOrder {
        ChargeOrder(
            paymentID: paymentID,
            orderID: orderID,
            amount: amount,
            gatewayCurrency: gatewayCurrency,
            gatewayPaymentID: gatewayPaymentID,
            buyerToken: token.map { BuyerToken($0) },
            orderName: title,
            returnURL: returnURL,
            createdAt: createdAt.date,
            idempotencyBase: key ?? keyBase
        )
    }

    /// The stem of the payment's idempotency keys.
    var keyBase: String { paymentID.uuidString.lowercased() }

    var gatewayCurrency: GatewayCurrency {
        GatewayCurrency(
            currency: amount.currency,
            exponent: unit.exponent,
            minimumMinor: unit.minimumMinor,
            incrementMinor: unit.incrementMinor
        )
    }
}

extension RefundFacts {
    /// One generation of the refund as the gateway needs it; nil while the gateway's id of the
    /// payment is not known.
    func order(generation: Int) -> RefundOrder? {
        guard let gatewayPaymentID = charge.gatewayPaymentID else { return nil }
        return RefundOrder(
            refundID: refund.refundID,
            generation: generation,
            paymentID: charge.paymentID,
            gatewayPaymentID: gatewayPaymentID,
            amount: refund.cash,
            gatewayCurrency: charge.gatewayCurrency,
            reason: "reservation withdrawn",
            idempotencyBase: "\(refund.refundID.uuidString.lowercased()).\(generation)"
        )
    }

    var reference: RefundReference {
        RefundReference(id: refund.refundID, generation: refund.generation)
    }
}
