import Foundation
import Gateways
public import Outbox
public import Postgres
public import Preorder

/// Carries charges and their reversals to the payment gateways.
///
/// An open attempt is resolved by asking: looking the charge up, or sending the identical bytes
/// under the same key while the key can still answer. Nothing new is sent until there is a verdict.
public struct PaymentsHandler: ExternalHandler {
    /// How long a call may take; an answer later than that is unknown.
    public let callTimeout: Duration

    private let gateways: GatewayDirectory
    private let vault: Vault
    private let returnURL: String?

    /// A handler for the accounts in `gateways`.
    ///
    /// `vault` opens buyers' tokens and seals requests; `returnURL` is where a gateway sends the
    /// buyer back after authenticating.
    public init(
        gateways: GatewayDirectory,
        vault: Vault,
        returnURL: String?,
        callTimeout: Duration
    ) {
        self.gateways = gateways
        self.vault = vault
        self.returnURL = returnURL
        self.callTimeout = callTimeout
    }

    /// Decides for each claim: send the next step, ask, send again, or settle at once.
    public func prepare(
        _ claims: [Claim],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws -> [Decision<PaymentCall>] {
        let subjects = try PaymentSubjects(claims, in: tx)
        let planner = PaymentPlanner(
            gateways: gateways,
            vault: vault,
            returnURL: returnURL,
            callTimeout: callTimeout,
            now: now
        )
        var books = PaymentFindings()
        let decisions = try claims.map { (claim) -> Decision<PaymentCall> in
            let subject = try subjects.subject(claim)
            let plan: PaymentPlanner.Plan
            do {
                plan = try planner.plan(claim, subject)
            } catch  where error.isMissingSetting {
                return .settle(.missingSetting(error, claim, at: now))
            }
            switch plan {
            case .decided(let decision): return decision
            case .fails(let finding):
                books.charges.append(finding)
                return .settle(.finished(.rejected, detail: finding.event.label))
            case .takesUp(let finding, let decision):
                books.refunds.append(finding)
                return decision
            }
        }
        try books.write(at: now, in: tx)
        return decisions
    }

    /// Makes the call; whatever happens is an answer.
    public func perform(_ call: PaymentCall) async -> PaymentAnswer {
        do {
            switch call {
            case .send(let request, let account):
                let gateway = try gateways.gateway(account)
                return .gateway(await gateway.send(request, timeout: callTimeout))
            case .lookUpCharge(let order, let account):
                return .gateway(try await gateways.gateway(account).lookUpCharge(order))
            case .lookUpRefund(let refund, let order, let account, let begunAt):
                let reading = try await gateways.gateway(account).lookUpRefunds(order)
                return .refunds(reading, of: refund, begunAt: begunAt)
            }
        } catch {
            return .gateway(.notSent(.accountUnknown))
        }
    }

    /// What an answer says of the gateway.
    public func reach(_ answer: PaymentAnswer) -> Reach {
        switch answer {
        case .refunds(.silent(let reason), _, _): .silent(reason: reason)
        case .refunds(.complete, _, _), .refunds(.incomplete, _, _): .answered
        case .gateway(let answer): answer.reach
        }
    }

    /// Writes what the answers mean into the books, in sets.
    public func settle(
        _ answers: [(claim: Claim, answer: PaymentAnswer)],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws -> [Verdict] {
        let subjects = try PaymentSubjects(answers.map(\.claim), in: tx)
        var books = PaymentFindings()
        let verdicts = try answers.map { claim, answer in
            switch try subjects.subject(claim) {
            case .charge(let facts):
                return ChargeReading(claim: claim, facts: facts, hasCancel: try hasCancel(facts))
                    .read(answer, into: &books)
            case .refund(let facts):
                return RefundAnswer(claim: claim, facts: facts).read(answer, into: &books)
            }
        }
        try books.write(at: now, in: tx)
        return verdicts
    }

    private func hasCancel(_ facts: ChargeFacts) throws -> Bool {
        let gateway = try gateways.gateway(facts.account)
        return try gateway.cancelRequest(facts.order(token: nil, returnURL: returnURL)) != nil
    }
}

extension GatewayAnswer {
    /// What it says of the gateway that gave it.
    var reach: Reach {
        switch self {
        case .silent(let reason, _), .unreachable(let reason): .silent(reason: reason)
        case .configuration(let reason): .refusesUs(reason: reason)
        case .notSent: .untried
        case .created, .applied, .refundApplied, .pending, .actionRequired, .rejected,
            .neverCharged, .notYet, .retry, .lookThenRetry, .unknown, .keySpent, .mismatch:
            .answered
        }
    }
}

extension ChargeEvent {
    /// What it comes to, for the journal.
    var label: String {
        switch self {
        case .applied: "applied"
        case .failed(let reason): reason.rawValue
        case .actionRequired: "action_required"
        case .resumed: "resumed"
        }
    }
}
