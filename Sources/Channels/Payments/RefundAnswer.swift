import Gateways
import Outbox
import Postgres
import Preorder

/// What an answer means for a refund or a reversal.
struct RefundAnswer: Sendable {
    let claim: Claim
    let facts: RefundFacts

    /// How often one generation is sent again before its key is not counted on any more.
    ///
    /// A gateway that stored a fault under it would repeat that for ever, not always marked as a
    /// repetition. From then on only a complete list can tell.
    static let repeatsMax = 5

    func read(_ answer: PaymentAnswer, into books: inout PaymentFindings) -> Verdict {
        switch answer {
        case .refunds(let reading, _, let begunAt): readList(reading, begunAt, &books)
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
        case .keySpent(let reason):
            find(.keySpent, &books)
            return .unknown(detail: reason)
        case .pending(let reason), .notYet(let reason), .neverCharged(let reason):
            return .unknown(detail: reason)
        case .silent(let reason, let after):
            if let attempt = claim.openAttempt, attempt.sends >= Self.repeatsMax {
                find(.keySpent, &books)
            }
            return .unknown(detail: reason, after: after)
        case .lookThenRetry(let reason, let after), .unknown(let reason, let after):
            return .unknown(detail: reason, after: after)
        case .created, .applied, .actionRequired, .mismatch:
            return .unknown(detail: "the answer says nothing of the refund")
        }
    }

    private func readList(
        _ reading: RefundReading,
        _ begunAt: Timestamp,
        _ books: inout PaymentFindings
    ) -> Verdict {
        switch reading {
        case .incomplete(let reason), .silent(let reason): return .unknown(detail: reason)
        case .complete(let refunds):
            guard let ours = refunds.first(where: { $0.refund == facts.reference }) else {
                return absent(begunAt, &books)
            }
            switch ours.status {
            case .succeeded: return applied(ours, &books)
            case .failed, .canceled: return refused("the gateway shows it failed", &books)
            case .pending, .requiresAction, .other:
                return .unknown(detail: "the gateway shows it under way")
            }
        }
    }

    /// Not in a complete list: proof that it never arrived only when its key can no longer answer
    /// and the list was begun a settling time after the last send.
    private func absent(_ begunAt: Timestamp, _ books: inout PaymentFindings) -> Verdict {
        guard let attempt = claim.openAttempt,
            facts.refund.isKeySpent || attempt.isOver(at: begunAt),
            attempt.lastSentAt + facts.refund.settling <= begunAt
        else { return .unknown(detail: "the refund is not in the gateway's list") }
        find(.neverArrived, &books)
        return .retry(detail: "generation \(facts.refund.generation) never arrived", after: nil)
    }

    private func applied(
        _ evidence: RefundEvidence,
        _ books: inout PaymentFindings
    ) -> Verdict {
        find(.applied(gatewayRefundID: evidence.gatewayRefundID), &books)
        return .finished(.applied, detail: "refund \(evidence.gatewayRefundID)")
    }

    private func refused(_ detail: String, _ books: inout PaymentFindings) -> Verdict {
        find(.refused(FailureReason(rawValue: "refund_refused")), &books)
        guard !facts.refund.isLastRefusal else { return .dead(detail: detail) }
        return .again(.rejected, detail: detail, after: facts.refund.refusalDelay)
    }

    private func notSent(_ reason: String, after: Duration?) -> Verdict {
        guard claim.openAttempt == nil else { return .unknown(detail: reason) }
        return .unreachable(detail: reason, after: after)
    }

    private func find(_ event: RefundEvent, _ books: inout PaymentFindings) {
        books.refunds.append(RefundFinding(refundID: facts.refund.refundID, event: event))
    }
}

extension OpenAttempt {
    /// Whether the gateway may have forgotten the attempt's key.
    func isOver(at instant: Timestamp) -> Bool {
        request.map { $0.windowEndsAt <= instant } ?? true
    }
}
