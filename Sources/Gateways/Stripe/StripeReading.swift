import Foundation
import Money

/// What Stripe's answers mean: pure, from status, headers and body.
enum StripeReading {
    /// The answer to a request of ours.
    static func answer(to request: GatewayRequest, _ response: GatewayResponse) -> GatewayAnswer {
        do {
            switch response.status {
            case 200 where request.operation == .refund:
                return try refund(response.decoded(StripeRefund.self), request.subject)
            case 200:
                let intent = try response.decoded(StripeIntent.self)
                return charge(intent, request.subject, after: request.operation)
            case 401, 403: return .configuration(reason: "HTTP \(response.status)")
            case 409, 429: return conflict(response)
            case 400, 402, 404: return try failed(request, response)
            case 500... where response.isReplay:
                return .keySpent(reason: "HTTP \(response.status), repeated")
            default:
                return response.uncertain("HTTP \(response.status)")
            }
        } catch {
            return response.uncertain(error.reason)
        }
    }

    /// The answer to `GET /v1/payment_intents/{id}`.
    static func lookUp(_ response: GatewayResponse, _ subject: GatewaySubject) -> GatewayAnswer {
        do {
            switch response.status {
            case 200:
                return charge(try response.decoded(StripeIntent.self), subject, after: nil)
            case 401, 403: return .configuration(reason: "HTTP \(response.status)")
            // 404 too: that a look-up finds nothing never proves that nothing was charged.
            default:
                return response.uncertain("HTTP \(response.status)")
            }
        } catch {
            return response.uncertain(error.reason)
        }
    }

    /// A PaymentIntent, as the answer to `operation` or, when that is nil, to a look-up.
    static func charge(
        _ intent: StripeIntent,
        _ subject: GatewaySubject,
        after operation: Operation?
    ) -> GatewayAnswer {
        let seen = evidence(intent, subject)
        if let id = intent.metadata?["payment_id"], id != subject.paymentKey {
            return .unknown("\(intent.id) carries another payment's id")
        }
        guard seen.amount == subject.amount || intent.status == "canceled" else {
            return .mismatch(seen)
        }
        switch intent.status {
        case "succeeded": return .applied(seen)
        case "canceled": return .neverCharged(reason: "canceled")
        case "processing": return .pending(reason: "processing")
        case "requires_action":
            return .actionRequired(
                url: intent.nextAction?.redirect?.url,
                gatewayPaymentID: intent.id
            )
        case "requires_payment_method", "requires_confirmation":
            return unpaid(intent, after: operation)
        default: return .unknown("unexpected status \(intent.status)")
        }
    }

    /// A refund as the answer to our request for it.
    static func refund(_ refund: StripeRefund, _ subject: GatewaySubject) -> GatewayAnswer {
        guard let seen = evidence(refund, subject.gatewayCurrency), seen.amount == subject.amount
        else { return .unknown("\(refund.id) shows another amount than was asked for") }
        switch seen.status {
        case .succeeded: return .refundApplied(seen)
        case .pending, .requiresAction: return .pending(reason: refund.status)
        case .failed, .canceled:
            return .rejected(
                GatewayRejection(
                    code: .gatewayRefused,
                    gatewayCode: refund.failureReason ?? refund.status,
                    gatewayMessage: "refund \(refund.id) \(refund.status)"
                )
            )
        case .other(let word): return .unknown("unexpected refund status \(word)")
        }
    }

    /// A refund as an entry; nil when its amount is in another currency.
    static func evidence(_ refund: StripeRefund, _ currency: GatewayCurrency) -> RefundEvidence? {
        guard refund.currency.uppercased() == currency.currency.code,
            let amount = currency.money(gatewayAmount: refund.amount)
        else { return nil }
        let statuses: [String: RefundEvidence.Status] = [
            "succeeded": .succeeded, "pending": .pending, "requires_action": .requiresAction,
            "failed": .failed, "canceled": .canceled,
        ]
        return RefundEvidence(
            gatewayRefundID: refund.id,
            refund: reference(refund.metadata ?? [:]),
            amount: amount,
            status: statuses[refund.status] ?? .other(refund.status),
            at: refund.created.map { Date(timeIntervalSince1970: TimeInterval($0)) }
        )
    }

    typealias Operation = GatewayRequest.Operation

    private static func unpaid(
        _ intent: StripeIntent,
        after operation: Operation?
    ) -> GatewayAnswer {
        if operation == .createPayment { return .created(gatewayPaymentID: intent.id) }
        if let failure = intent.lastPaymentError, intent.status == "requires_payment_method" {
            return .rejected(StripeDeclines.rejection(failure, ourFault: false))
        }
        return operation == nil
            ? .notYet(reason: intent.status) : .unknown("unexpected status \(intent.status)")
    }

    /// 400, 402 and 404, whose body decides.
    private static func failed(
        _ request: GatewayRequest,
        _ response: GatewayResponse
    ) throws(GatewayResponse.Unreadable) -> GatewayAnswer {
        let body = try response.decoded(StripeErrorBody.self)
        let code = body.failure.code ?? body.failure.type
        if request.operation != .refund, code == "payment_intent_unexpected_state" {
            // It was charged, canceled or is being charged already: the PaymentIntent beside the
            // error says which.
            guard let intent = body.intent else { return .unknown(code) }
            return charge(intent, request.subject, after: request.operation)
        }
        switch (response.status, body.failure.type) {
        // "Not canceled" is no verdict on the charge.
        case _ where request.operation == .cancelPayment: return .unknown("cancel: \(code)")
        case _ where code == "charge_already_refunded": return .unknown(code)
        case (402, "card_error"):
            return .rejected(StripeDeclines.rejection(body.failure, ourFault: false))
        case (400, "invalid_request_error"), (404, "invalid_request_error"):
            if response.headers["stripe-should-retry"] == "true" { return conflict(response) }
            return .rejected(StripeDeclines.rejection(body.failure, ourFault: true))
        // Among these is the key that was used with other parameters: its first use may have
        // charged.
        default: return .unknown("HTTP \(response.status) \(body.failure.type) \(code)")
        }
    }

    private static func conflict(_ response: GatewayResponse) -> GatewayAnswer {
        let reason = "HTTP \(response.status)"
        guard response.headers["stripe-should-retry"] != "false" else {
            return .unknown(reason: reason, after: response.retryAfter)
        }
        return .lookThenRetry(reason: reason, after: response.retryAfter)
    }

    private static func evidence(
        _ intent: StripeIntent,
        _ subject: GatewaySubject
    ) -> ChargeEvidence {
        let charged = intent.status == "succeeded" ? intent.amountReceived : nil
        let shown = charged ?? intent.amount
        let ours = intent.currency.uppercased() == subject.amount.currency.code
        return ChargeEvidence(
            gatewayPaymentID: intent.id,
            amount: ours ? subject.gatewayCurrency.money(gatewayAmount: shown) : nil,
            gatewayAmount: "\(shown) \(intent.currency)",
            at: nil,
            method: intent.paymentMethodTypes?.first,
            rawStatus: intent.status
        )
    }

    private static func reference(_ metadata: [String: String]) -> RefundReference? {
        guard let id = metadata["refund_id"].flatMap({ UUID(uuidString: $0) }),
            let generation = metadata["generation"].flatMap({ Int($0) })
        else { return nil }
        return RefundReference(id: id, generation: generation)
    }
}
