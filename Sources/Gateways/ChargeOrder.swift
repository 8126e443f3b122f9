public import Foundation
public import Money

/// One charge as the domain asks for it; the same value builds its requests and looks it up.
public struct ChargeOrder: Hashable, Sendable, Codable {
    /// Our payment's id; Stripe carries it in metadata.
    public let paymentID: UUID

    /// What the buyer's client told the gateway: 6 to 64 of `A–Z a–z 0–9 - _`.
    public let orderID: String

    /// What is charged in cash; more than 0.
    public let amount: Money

    /// How the gateway takes the amount's currency.
    public let gatewayCurrency: GatewayCurrency

    /// The gateway's id of the payment, once known.
    public var gatewayPaymentID: String?

    /// What the buyer's client got from the gateway; may be nil for look-ups and cancelling.
    public var buyerToken: BuyerToken?

    /// What the buyer reads on the gateway's page and receipt.
    public let orderName: String

    /// Where the gateway sends the buyer back after authenticating; Stripe needs it to confirm.
    public let returnURL: String?

    /// When our payment was made: no gateway knows it from earlier.
    public let createdAt: Date

    /// The stem of the idempotency keys; each endpoint's key is derived from it.
    public let idempotencyBase: String

    /// A charge; checked when a request is built from it.
    public init(
        paymentID: UUID,
        orderID: String,
        amount: Money,
        gatewayCurrency: GatewayCurrency,
        gatewayPaymentID: String? = nil,
        buyerToken: BuyerToken?,
        orderName: String,
        returnURL: String?,
        createdAt: Date,
        idempotencyBase: String
    ) {
        self.paymentID = paymentID
        self.orderID = orderID
        self.amount = amount
        self.gatewayCurrency = gatewayCurrency
        self.gatewayPaymentID = gatewayPaymentID
        self.buyerToken = buyerToken
        self.orderName = orderName
        self.returnURL = returnURL
        self.createdAt = createdAt
        self.idempotencyBase = idempotencyBase
    }

    /// What an answer to a request for this charge is checked against.
    public var subject: GatewaySubject {
        GatewaySubject(
            paymentID: paymentID,
            gatewayPaymentID: gatewayPaymentID,
            amount: amount,
            gatewayCurrency: gatewayCurrency,
            refund: nil
        )
    }

    func checkOrderID() throws(GatewayError) {
        let allowed = orderID.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard allowed, (6...64).contains(orderID.utf8.count) else {
            throw .invalidOrder("an order id is 6 to 64 of A-Z a-z 0-9 - _")
        }
    }
}
