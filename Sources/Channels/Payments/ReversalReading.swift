import Foundation
import Gateways
import Outbox
import Preorder

/// What an answer means for the reversal of a charge.
struct ReversalReading: Sendable {
    let claim: Claim
    let facts: RefundFacts

    func read(_ answer: PaymentAnswer, into books: inout PaymentFindings) -> Verdict {
        switch answer {
        case .refunds(let reading, _): readList(reading, &books)
        case .gateway(let answer): readAnswer(answer, &books)
        }
    }

    private func readAnswer(
        _ answer: GatewayAnswer,
        _ books: inout PaymentFindings
    ) -> Verdict {
        switch answer {
        case .refundApplied(let evidence): return applied(evidence, &books)
        case .rejected(let rejection):
            return refused("\(rejection.gatewayCode): \(rejection.gatewayMessage)", &books)
        case .retry(let reason, let after):
            guard claim.openAttempt == nil else { return .unknown(detail: reason) }
            return .retry(detail: reason, after: after)
        case .unreachable(let reason): return notSent(reason, after: nil)
        case .configuration(let reason): return notSent(reason, after: .seconds(60))
        case .notSent(let why): return notSent("not sent: \(why.rawValue)", after: nil)
        case .pending(let reason), .lookThenRetry(let reason, _), .unknown(let reason, _),
            .notYet(let reason), .neverCharged(let reason):
            return .unknown(detail: reason)
        case .created, .applied, .actionRequired, .mismatch:
            return .unknown(detail: "the answer says nothing of the refund")
        }
    }

    private func readList(
        _ reading: RefundReading,
        _ books: inout PaymentFindings
    ) -> Verdict {
        switch reading {
        case .incomplete(let reason): return .unknown(detail: reason)
        case .complete(let refunds):
            guard let ours = refunds.first(where: { $0.refund == facts.reference }) else {
                return .unknown(detail: "the refund is not in the gateway's list")
            }
            switch ours.status {
            case .succeeded: return applied(ours, &books)
            case .failed, .canceled: return refused("the gateway shows it failed", &books)
            case .pending, .requiresAction, .other:
                return .unknown(detail: "the gateway shows it under way")
            }
        }
    }

    private func applied(
        _ evidence: RefundEvidence,
        _ books: inout PaymentFindings
    ) -> Verdict {
        books.reversals.append(
            ReversalFinding(
                refundID: facts.refundID,
                event: .applied(gatewayRefundID: evidence.gatewayRefundID)
            )
        )
        return .finished(.applied, detail: "refund \(evidence.gatewayRefundID)")
    }

    private func refused(_ detail: String, _ books: inout PaymentFindings) -> Verdict {
        books.reversals.append(
            ReversalFinding(
                refundID: facts.refundID,
                event: .refused(FailureReason(rawValue: "refund_refused"))
            )
        )
        return .dead(detail: detail)
    }

    private func notSent(_ reason: String, after: Duration?) -> Verdict {
        guard claim.openAttempt == nil else { return .unknown(detail: reason) }
        return .unreachable(detail: reason, after: after)
    }
}
