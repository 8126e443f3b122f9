import Foundation
import Gateways
import Outbox
import Postgres
import Preorder

/// What an answer means for a charge: the finding for the books and the verdict for the message.
struct ChargeReading: Sendable {
    let claim: Claim
    let facts: ChargeFacts

    /// Whether the gateway can be told to call the charge off, which a failure must then wait for.
    let hasCancel: Bool

    /// How soon a buyer who must act is looked at again.
    static let actionInterval: Duration = .seconds(15)

    func read(_ answer: PaymentAnswer, into books: inout PaymentFindings) -> Verdict {
        guard case .gateway(let answer) = answer else {
            return .unknown(detail: "a list of refunds says nothing of a charge")
        }
        switch answer {
        case .created(let id):
            books.notes.append((facts.paymentID, id, nil))
            return .stepDone(.applied, detail: "created \(id)")
        case .applied(let evidence):
            return applied(evidence, &books)
        case .refundApplied:
            return .unknown(detail: "a refund says nothing of a charge")
        case .actionRequired(let url, let id):
            books.notes.append((facts.paymentID, id, nil))
            find(.actionRequired(url: url), &books)
            return .actionRequired(detail: "the buyer must act", after: Self.actionInterval)
        case .rejected(let rejection):
            return failed(
                FailureReason(rawValue: rejection.code.rawValue),
                .rejected,
                "\(rejection.gatewayCode): \(rejection.gatewayMessage)",
                &books
            )
        case .neverCharged(let reason):
            return certain(reason, &books)
        case .notYet(let reason): return notYet(reason)
        case .pending(let reason), .keySpent(let reason): return .unknown(detail: reason)
        case .lookThenRetry(let reason, let after), .unknown(let reason, let after),
            .silent(let reason, let after):
            return .unknown(detail: reason, after: after)
        case .retry(let reason, let after): return retry(reason, after, &books)
        case .unreachable(let reason): return notSent(reason, after: nil)
        case .configuration(let reason): return notSent(reason, after: .seconds(60))
        case .notSent(let why): return notSent("not sent: \(why.rawValue)", after: nil)
        case .mismatch(let evidence):
            return .unknown(detail: "the gateway shows \(evidence.gatewayAmount)")
        }
    }

    private func applied(
        _ evidence: ChargeEvidence,
        _ books: inout PaymentFindings
    ) -> Verdict {
        find(.applied(gatewayPaymentID: evidence.gatewayPaymentID), &books)
        return .finished(.applied, detail: "\(evidence.gatewayAmount) \(evidence.rawStatus)")
    }

    /// A refusal: certain at once, or once the gateway has called the charge off.
    private func failed(
        _ reason: FailureReason,
        _ outcome: Outcome,
        _ detail: String,
        _ books: inout PaymentFindings
    ) -> Verdict {
        guard hasCancel else {
            find(.failed(reason), &books)
            return .finished(.rejected, detail: detail)
        }
        books.notes.append((facts.paymentID, nil, reason))
        return .stepDone(outcome, detail: detail)
    }

    private func certain(_ reason: String, _ books: inout PaymentFindings) -> Verdict {
        find(.failed(facts.failureReason ?? endReason), &books)
        return .finished(.rejected, detail: reason)
    }

    private var endReason: FailureReason {
        if facts.isWithdrawn { return .withdrawn }
        return hasCancel ? .deadlinePassed : .authenticationExpired
    }

    private func notYet(_ reason: String) -> Verdict {
        guard claim.openAttempt == nil else { return .unknown(detail: reason) }
        return .actionRequired(detail: reason, after: Self.actionInterval)
    }

    private func retry(
        _ reason: String,
        _ after: Duration?,
        _ books: inout PaymentFindings
    ) -> Verdict {
        guard claim.openAttempt == nil else { return .unknown(detail: reason) }
        guard claim.isLastTry else { return .retry(detail: reason, after: after) }
        return failed(.outOfTries, .retry, reason, &books)
    }

    /// Nothing was sent now; what an earlier send did is as unknown as before.
    private func notSent(_ reason: String, after: Duration?) -> Verdict {
        guard claim.openAttempt == nil, facts.status != .actionRequired else {
            return .unknown(detail: reason)
        }
        return .unreachable(detail: reason, after: after)
    }

    private func find(_ event: ChargeEvent, _ books: inout PaymentFindings) {
        books.charges.append(
            ChargeFinding(
                paymentID: facts.paymentID,
                messageID: claim.messageID,
                event: event
            )
        )
    }
}
