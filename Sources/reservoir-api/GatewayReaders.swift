import API
import Batch
import Foundation
import Gateways

/// How each gateway's webhooks are read; a new gateway's is one line here.
enum GatewayReaders {
    typealias Reader = @Sendable (IncomingWebhook) -> IncomingReading

    /// Those of the gateways that may send any: Stripe's where a key to check them with is set.
    static func all(stripeKeys: [(account: String, key: Secret<String>)]) -> [String: Reader] {
        [
            "stripe": { incoming in
                let keys = stripeKeys.filter { $0.account == incoming.account }.map(\.key.value)
                let verdict = StripeWebhook.verify(
                    body: incoming.body,
                    signatureHeader: incoming.header("stripe-signature") ?? "",
                    secrets: keys,
                    now: Date()
                )
                guard case .authentic = verdict else { return .forged }
                return reading(StripeWebhook.signal(in: incoming.body))
            },
            // Not signed: anybody may send one, and gains nothing but a question to the gateway.
            "toss": { incoming in reading(TossWebhook.signal(in: incoming.body)) },
        ]
    }

    private static func reading(_ signal: GatewaySignal?) -> IncomingReading {
        guard let signal else { return .malformed }
        return .signal(
            eventID: signal.eventID,
            paymentID: signal.paymentID,
            orderID: signal.orderID
        )
    }
}
