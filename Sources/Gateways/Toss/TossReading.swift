import Foundation
import Money

/// What Toss Payments' answers mean: pure, from status, headers and body.
enum TossReading {
    /// The answer to a request of ours.
    static func answer(to request: GatewayRequest, _ response: GatewayResponse) -> GatewayAnswer {
        do {
            guard response.status == 200 else {
                let error = try response.decoded(TossError.self)
                if response.isBroken, response.isReplay {
                    return .keySpent(reason: "HTTP \(response.status) \(error.code), repeated")
                }
                return request.operation == .refund
                    ? cancelFailed(error, response) : chargeFailed(error, response)
            }
            let payment = try response.decoded(TossPayment.self)
            guard request.operation == .refund else {
                return charge(payment, request.subject, asked: false)
            }
            return refund(payment, request.subject)
        } catch {
            return response.uncertain(error.reason)
        }
    }

    /// The answer to a look-up of the payment.
    static func lookUp(_ response: GatewayResponse, _ subject: GatewaySubject) -> GatewayAnswer {
        do {
            guard response.status == 200 else {
                let code = try response.decoded(TossError.self).code
                let reason = "look-up: HTTP \(response.status) \(code)"
                // 404 too: just after a lost answer it proves nothing.
                return TossCode.configuration.contains(code)
                    ? .configuration(reason: reason)
                    : response.uncertain(reason)
            }
            return charge(try response.decoded(TossPayment.self), subject, asked: true)
        } catch {
            return response.uncertain(error.reason)
        }
    }

    /// The payment's cancels, which are always listed whole.
    static func refunds(_ response: GatewayResponse, _ currency: GatewayCurrency) -> RefundReading {
        do {
            guard response.status == 200 else {
                let reason = "HTTP \(response.status)"
                return response.isBroken ? .silent(reason: reason) : .incomplete(reason: reason)
            }
            let payment = try response.decoded(TossPayment.self)
            guard (payment.currency ?? "KRW") == currency.currency.code else {
                return .incomplete(reason: "the payment is in another currency")
            }
            let cancels = payment.cancels ?? []
            guard !cancels.isEmpty || payment.balanceAmount == payment.totalAmount else {
                return .incomplete(reason: "the balance is lower, but no cancel is listed")
            }
            let entries = cancels.compactMap { evidence($0, currency) }
            guard entries.count == cancels.count else {
                return .incomplete(reason: "a cancel with an amount that is no minor unit")
            }
            return .complete(entries)
        } catch {
            return .incomplete(reason: error.reason)
        }
    }

    /// A Payment as the answer to a confirmation or, when `asked`, to a look-up.
    private static func charge(
        _ payment: TossPayment,
        _ subject: GatewaySubject,
        asked: Bool
    ) -> GatewayAnswer {
        let seen = evidence(payment, subject)
        switch payment.status {
        case "ABORTED", "EXPIRED":
            // The failure says more to the buyer, where there is one; both are certain.
            guard let failure = payment.failure else {
                return .neverCharged(reason: payment.status)
            }
            return .neverCharged(reason: "\(payment.status) \(failure.code)")
        case "READY", "IN_PROGRESS":
            return asked ? .notYet(reason: payment.status) : .pending(reason: payment.status)
        case "WAITING_FOR_DEPOSIT": return .pending(reason: payment.status)
        case "DONE": return seen.amount == subject.amount ? .applied(seen) : .mismatch(seen)
        // Charged, then paid back by somebody: neither applied nor never charged.
        default: return .unknown("status \(payment.status)")
        }
    }

    private static func refund(
        _ payment: TossPayment,
        _ subject: GatewaySubject
    ) -> GatewayAnswer {
        let ours = (payment.cancels ?? []).first { cancel in
            subject.refund != nil
                && TossCancelReason.reference(cancel.cancelReason ?? "") == subject.refund
        }
        guard let ours, let seen = evidence(ours, subject.gatewayCurrency),
            seen.amount == subject.amount
        else { return .unknown("no cancel of this refund and amount in the answer") }
        switch seen.status {
        case .succeeded: return .refundApplied(seen)
        case .pending, .requiresAction: return .pending(reason: "cancel in progress")
        case .failed, .canceled:
            return .rejected(
                GatewayRejection(
                    code: .gatewayRefused,
                    gatewayCode: ours.cancelStatus ?? "",
                    gatewayMessage: "cancel \(ours.transactionKey)"
                )
            )
        case .other(let word): return .unknown("unexpected cancel status \(word)")
        }
    }

    private static func chargeFailed(
        _ error: TossError,
        _ response: GatewayResponse
    ) -> GatewayAnswer {
        let reason = "HTTP \(response.status) \(error.code)"
        // A refusal is only as sure as its status: a broken server's word is none.
        guard (400..<500).contains(response.status), ![409, 429].contains(response.status) else {
            return response.uncertain(reason)
        }
        switch TossCode.ofCharge(error.code) {
        case .rejected(let code):
            return .rejected(
                GatewayRejection(
                    code: code,
                    gatewayCode: error.code,
                    gatewayMessage: error.message ?? ""
                )
            )
        case .configuration: return .configuration(reason: reason)
        case .alreadyDone, .unknown:
            return response.uncertain(reason)
        }
    }

    private static func cancelFailed(
        _ error: TossError,
        _ response: GatewayResponse
    ) -> GatewayAnswer {
        let reason = "HTTP \(response.status) \(error.code)"
        guard ![409, 429].contains(response.status) else {
            return response.uncertain(reason)
        }
        switch TossCode.ofCancel(error.code) {
        // Some of these come as 500; the key protects the repeat.
        case .later: return .retry(reason: reason, after: response.retryAfter)
        case .never where (400..<500).contains(response.status):
            return .rejected(
                GatewayRejection(
                    code: .gatewayRefused,
                    gatewayCode: error.code,
                    gatewayMessage: error.message ?? ""
                )
            )
        case .configuration where response.status < 500: return .configuration(reason: reason)
        case .never, .configuration, .alreadyDone, .unknown:
            return response.uncertain(reason)
        }
    }

    private static func evidence(
        _ payment: TossPayment,
        _ subject: GatewaySubject
    ) -> ChargeEvidence {
        let currency = payment.currency ?? "KRW"
        let ours = currency == subject.amount.currency.code
        let method = [payment.method, payment.easyPay?.provider].compactMap { $0 }
        return ChargeEvidence(
            gatewayPaymentID: payment.paymentKey,
            amount: ours ? subject.gatewayCurrency.money(gatewayAmount: payment.totalAmount) : nil,
            gatewayAmount: "\(payment.totalAmount) \(currency)",
            at: instant(payment.approvedAt),
            method: method.isEmpty ? nil : method.joined(separator: " "),
            rawStatus: payment.status
        )
    }

    private static func evidence(
        _ cancel: TossCancel,
        _ currency: GatewayCurrency
    )
        -> RefundEvidence?
    {
        guard let amount = currency.money(gatewayAmount: cancel.cancelAmount) else { return nil }
        let statuses: [String: RefundEvidence.Status] = [
            "DONE": .succeeded, "IN_PROGRESS": .pending, "ABORTED": .failed,
        ]
        let word = cancel.cancelStatus ?? "missing"
        return RefundEvidence(
            gatewayRefundID: cancel.transactionKey,
            refund: TossCancelReason.reference(cancel.cancelReason ?? ""),
            amount: amount,
            status: statuses[word] ?? .other(word),
            at: instant(cancel.canceledAt)
        )
    }

    /// ISO 8601 with an offset; nil when it is missing or something else.
    private static func instant(_ text: String?) -> Date? {
        text.flatMap { ISO8601DateFormatter().date(from: $0) }
    }
}
