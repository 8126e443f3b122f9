import Foundation
import Gateways
import Outbox
import Postgres
import Preorder

/// Decides what to do with a message of the payments channel: a pure decision on what is known.
struct PaymentPlanner: Sendable {
    let gateways: GatewayDirectory
    let vault: Vault
    let returnURL: String?
    let callTimeout: Duration
    let now: Timestamp

    enum Plan: Sendable {
        case decided(Decision<PaymentCall>)
        /// The charge fails without a call: nothing was ever sent that could have taken effect.
        case fails(ChargeFinding)
        /// A refused refund is tried again.
        case takesUp(RefundFinding, then: Decision<PaymentCall>)
    }

    func plan(_ claim: Claim, _ subject: PaymentSubject) throws -> Plan {
        switch subject {
        case .charge(let facts): try planCharge(claim, facts)
        case .refund(let facts): try planRefund(claim, facts)
        }
    }

    // MARK: - Charges

    private func planCharge(_ claim: Claim, _ facts: ChargeFacts) throws -> Plan {
        if let attempt = claim.openAttempt { return try resolveCharge(claim, attempt, facts) }
        guard facts.status == .pending || facts.status == .actionRequired else {
            return .decided(.settle(.voided(reason: "the payment is \(facts.status.rawValue)")))
        }
        if let reason = reasonToEnd(facts) { return try end(claim, facts, reason) }
        if facts.status == .actionRequired {
            return .decided(
                .ask(
                    .lookUpCharge(try order(facts), account: facts.account),
                    of: facts.account
                )
            )
        }
        let gateway = try gateways.gateway(facts.account)
        return .decided(try send(try gateway.nextChargeRequest(try order(facts)), claim, facts))
    }

    /// Why the charge must not go on; nil while it may.
    private func reasonToEnd(_ facts: ChargeFacts) -> FailureReason? {
        if let reason = facts.failureReason { return reason }
        if facts.isWithdrawn { return .withdrawn }
        return isPastDeadline(facts) ? .deadlinePassed : nil
    }

    private func isPastDeadline(_ facts: ChargeFacts) -> Bool {
        now + callTimeout > facts.deadlineAt
    }

    /// Makes "not charged" certain at a gateway that can be told so; elsewhere nothing is open.
    private func end(
        _ claim: Claim,
        _ facts: ChargeFacts,
        _ reason: FailureReason
    ) throws -> Plan {
        let gateway = try gateways.gateway(facts.account)
        if let request = try gateway.cancelRequest(try order(facts)) {
            return .decided(try send(request, claim, facts))
        }
        return .fails(
            ChargeFinding(
                paymentID: facts.paymentID,
                messageID: claim.messageID,
                event: .failed(reason)
            )
        )
    }

    /// Asks in two ways by turns: looking up, and sending the same bytes under the same key.
    ///
    /// The second answers what the first send did, or does it now if it never arrived. A charge
    /// that must not go on is not sent again, but called off where the gateway can be told so.
    private func resolveCharge(
        _ claim: Claim,
        _ attempt: OpenAttempt,
        _ facts: ChargeFacts
    ) throws -> Plan {
        let order = try order(facts)
        let look = Decision<PaymentCall>.ask(
            .lookUpCharge(order, account: facts.account),
            of: facts.account
        )
        let asks = claim.message.asks
        if attempt.operation == GatewayRequest.Operation.createPayment.rawValue, asks >= 2 {
            return .decided(try createAnew(claim, facts))
        }
        if reasonToEnd(facts) != nil {
            return .decided(try callOff(claim, facts) ?? look)
        }
        let mayResend = try mayResend(attempt, facts)
        if asks.isMultiple(of: 2) || !mayResend { return .decided(look) }
        return .decided(try resend(claim, attempt, account: facts.account))
    }

    /// Creates the payment under a key of its own when the first key cannot answer.
    ///
    /// What was perhaps created before was never confirmed, so it can never charge.
    private func createAnew(
        _ claim: Claim,
        _ facts: ChargeFacts
    ) throws -> Decision<PaymentCall> {
        let gateway = try gateways.gateway(facts.account)
        let request = try gateway.nextChargeRequest(try order(facts, key: freshKey(claim, facts)))
        return .ask(.send(request, account: facts.account), of: facts.account)
    }

    /// Calling a charge off is asking too: the answer is that it was, or that it had applied.
    ///
    /// Each such question has a key of its own, because a stored 500 would be replayed under the
    /// old one for ever. nil: look it up instead.
    private func callOff(
        _ claim: Claim,
        _ facts: ChargeFacts
    ) throws -> Decision<PaymentCall>? {
        guard !claim.message.asks.isMultiple(of: 2) else { return nil }
        let gateway = try gateways.gateway(facts.account)
        let order = try order(facts, key: freshKey(claim, facts))
        guard let request = try gateway.cancelRequest(order) else { return nil }
        return .ask(.send(request, account: facts.account), of: facts.account)
    }

    private func freshKey(_ claim: Claim, _ facts: ChargeFacts) -> String {
        "\(facts.keyBase).\(claim.message.asks)"
    }

    // MARK: - Refunds and reversals

    private func planRefund(_ claim: Claim, _ facts: RefundFacts) throws -> Plan {
        if let attempt = claim.openAttempt {
            return .decided(try resolveRefund(claim, attempt, facts))
        }
        switch facts.refund.status {
        case .pending:
            return .decided(try sendRefund(facts.refund.generation, claim, facts))
        case .refused:
            // Replayed by a person, or taken back by the gateway: the next generation.
            return .takesUp(
                RefundFinding(refundID: facts.refund.refundID, event: .takenUp),
                then: try sendRefund(facts.refund.generation + 1, claim, facts)
            )
        case .completed, .settledOutside, .withdrawn:
            let reason = "the refund is \(facts.refund.status.rawValue)"
            return .decided(.settle(.voided(reason: reason)))
        }
    }

    /// Asks by turns: reading the payment's refunds, and sending the same bytes under the same key
    /// while the key can answer.
    private func resolveRefund(
        _ claim: Claim,
        _ attempt: OpenAttempt,
        _ facts: RefundFacts
    ) throws -> Decision<PaymentCall> {
        let account = facts.charge.account
        let mayResend = try !facts.refund.isKeySpent && mayResend(attempt, facts.charge)
        guard claim.message.asks.isMultiple(of: 2) || !mayResend else {
            return try resend(claim, attempt, account: account)
        }
        let order = facts.charge.order(token: nil, returnURL: nil)
        return .ask(
            .lookUpRefund(facts.reference, order, account: account, begunAt: now),
            of: account
        )
    }

    private func sendRefund(
        _ generation: Int,
        _ claim: Claim,
        _ facts: RefundFacts
    ) throws -> Decision<PaymentCall> {
        guard let order = facts.order(generation: generation) else {
            throw ChannelError.missing("the gateway's id of payment \(facts.charge.paymentID)")
        }
        let gateway = try gateways.gateway(facts.charge.account)
        return try send(try gateway.refundRequest(order), claim, facts.charge)
    }

    private func mayResend(_ attempt: OpenAttempt, _ facts: ChargeFacts) throws -> Bool {
        guard attempt.request != nil else { return false }
        return now < attempt.firstSentAt + (try gateways.gateway(facts.account).keyWindow)
    }

    private func resend(
        _ claim: Claim,
        _ attempt: OpenAttempt,
        account: String
    ) throws -> Decision<PaymentCall> {
        let bytes = try SealedCall(vault: vault).open(attempt, messageID: claim.messageID)
        let request = try JSONDecoder().decode(GatewayRequest.self, from: Data(bytes))
        return .resend(.send(request, account: account))
    }

    private func send(
        _ request: GatewayRequest,
        _ claim: Claim,
        _ facts: ChargeFacts
    ) throws -> Decision<PaymentCall> {
        let bytes = Array(try JSONEncoder().encode(request))
        let sealed = try SealedCall(vault: vault).seal(
            bytes,
            messageID: claim.messageID,
            windowEndsAt: now + (try gateways.gateway(facts.account).keyWindow)
        )
        return .send(
            Intent(
                call: .send(request, account: facts.account),
                operation: request.operation.rawValue,
                destination: facts.account,
                idempotencyKey: request.idempotencyKey,
                credentialID: request.credentialID,
                apiVersion: request.apiVersion,
                request: sealed
            )
        )
    }

    private func order(_ facts: ChargeFacts, key: String? = nil) throws -> ChargeOrder {
        var token: String?
        if let credential = facts.credential {
            let bytes = try vault.open(
                credential.sealed.bytes,
                keyID: credential.keyID,
                purpose: PaymentCredential.purpose(facts.paymentID)
            )
            token = String(decoding: bytes, as: UTF8.self)
        }
        return facts.order(token: token, returnURL: returnURL, key: key)
    }
}
