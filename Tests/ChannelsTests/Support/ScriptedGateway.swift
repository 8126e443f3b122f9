import Foundation
import Gateways
import Money
import Synchronization

/// A third gateway: one type, in one file, whose answers the test says.
final class ScriptedGateway: PaymentGateway {
    static let name = "voucher"
    static let standardURL = "https://vouchers.example"
    static let keyWindow: Duration = .seconds(3_600)

    private let answers: @Sendable (GatewayRequest) -> GatewayAnswer
    private let looks: @Sendable (ChargeOrder) -> GatewayAnswer
    private let counted = Mutex((sent: 0, looked: 0))

    /// `answers` says what a request comes to, `looks` what a look-up shows.
    init(
        looks: @escaping @Sendable (ChargeOrder) -> GatewayAnswer = { _ in .notYet(reason: "new") },
        answers: @escaping @Sendable (GatewayRequest) -> GatewayAnswer
    ) {
        self.answers = answers
        self.looks = looks
    }

    init(_ configuration: GatewayConfiguration) throws(GatewayError) {
        throw .configuration("only tests make one")
    }

    /// Requests sent so far.
    var sent: Int { counted.withLock { $0.sent } }

    /// Look-ups so far.
    var looked: Int { counted.withLock { $0.looked } }

    func nextChargeRequest(_ order: ChargeOrder) throws(GatewayError) -> GatewayRequest {
        try GatewayRequest(
            gateway: Self.name,
            operation: .confirm,
            path: "/redeem",
            contentType: "text/plain",
            body: Data(order.orderID.utf8),
            idempotencyKey: order.idempotencyBase,
            idempotencyKeyMax: 64,
            apiVersion: nil,
            credentialID: "none",
            subject: order.subject
        )
    }

    func cancelRequest(_ order: ChargeOrder) throws(GatewayError) -> GatewayRequest? { nil }

    func refundRequest(_ refund: RefundOrder) throws(GatewayError) -> GatewayRequest {
        throw .invalidOrder("vouchers are not paid back")
    }

    func send(_ request: GatewayRequest, timeout: Duration) async -> GatewayAnswer {
        counted.withLock { $0.sent += 1 }
        return answers(request)
    }

    func lookUpCharge(_ order: ChargeOrder) async -> GatewayAnswer {
        counted.withLock { $0.looked += 1 }
        return looks(order)
    }

    func lookUpRefunds(_ order: ChargeOrder) async -> RefundReading { .complete([]) }

    func close() async {}

    /// Evidence of a charge of this amount, in minor units of the order's currency.
    static func evidence(_ request: GatewayRequest, amountMinor: Int64? = nil) -> ChargeEvidence {
        let amount = request.subject.amount
        return ChargeEvidence(
            gatewayPaymentID: "voucher-1",
            amount: amount,
            gatewayAmount: "\(amountMinor ?? amount.amountMinor) \(amount.currency)",
            at: nil,
            method: nil,
            rawStatus: "redeemed"
        )
    }
}
