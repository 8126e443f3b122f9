import Foundation

/// The buyer's part: approving or declining, on the page or by a program.
struct AuthenticationDesk: Sendable {
    let store: SandboxStore
    let clock: any SandboxClock

    /// What the buyer's browser takes back to the shop.
    enum Result: Sendable, Equatable {
        case paymentKey(String)
        case paymentMethod(String)
        case intent(id: String, status: StripeIntent.Status, returnURL: String?)
        case refused(String)

        var answer: WireAnswer {
            switch self {
            case .paymentKey(let key):
                WireAnswer(status: 200, body: ["paymentKey": .string(key)])
            case .paymentMethod(let id):
                WireAnswer(status: 200, body: ["paymentMethod": .string(id)])
            case .intent(let id, let status, _):
                WireAnswer(
                    status: 200,
                    body: ["paymentIntent": .string(id), "status": .string(status.rawValue)]
                )
            case .refused(let reason):
                WireAnswer(status: 400, body: ["message": .string(reason)])
            }
        }
    }

    func authenticate(_ request: AuthenticationRequest) async throws(SandboxError) -> Result {
        let now = try await clock.now()
        return switch request.gateway {
        case .toss: try authenticateToss(request, at: now)
        case .stripe: try authenticateStripe(request, at: now)
        }
    }

    private func authenticateToss(
        _ request: AuthenticationRequest,
        at now: Instant
    ) throws(SandboxError) -> Result {
        let currency = (request.currency ?? "KRW").uppercased()
        guard let order = request.orderId, order.wholeMatch(of: /[A-Za-z0-9_\-]{6,64}/) != nil
        else { return .refused("orderId must be 6 to 64 of A-Z a-z 0-9 - _") }
        guard let amount = request.amount, amount > 0,
            let minor = TossUnits.minor(amount, currency: currency)
        else { return .refused("amount must be a positive amount of KRW, JPY or USD") }
        let method = request.method ?? "CARD"
        guard TossMethod(method) != nil else { return .refused("there is no method \(method)") }
        let account = request.account ?? ""
        return try store.withState { state throws(SandboxError) in
            let earlier = state.world.paymentsByOrder[order]?.count ?? 0
            let identity = "\(account)|\(order)|\(earlier)"
            let payment = TossPayment(
                paymentKey: "tsandbox" + StableHash.token(identity, length: 22),
                account: account,
                orderId: order,
                amountMinor: minor,
                currency: currency,
                method: method,
                requestedAt: now,
                declineCode: request.declineCode(usual: "REJECT_CARD_COMPANY"),
                changedAt: now
            )
            try state.commit(Changes(payment: payment))
            return .paymentKey(payment.paymentKey)
        }
    }

    private func authenticateStripe(
        _ request: AuthenticationRequest,
        at now: Instant
    ) throws(SandboxError) -> Result {
        if let id = request.paymentIntent {
            return try settleIntent(id, request, at: now)
        }
        let method = request.method ?? "pm_card_visa"
        var behaviour = StripeCard.testCard(method)?.behaviour ?? .succeeds
        if let code = request.declineCode(usual: "generic_decline") {
            behaviour = .declines(StripeDecline(code: code))
        }
        return try store.withState { state throws(SandboxError) in
            let identity = [request.account, request.orderId, method].map { $0 ?? "" }
                .joined(separator: "|")
            let id = "pm_1" + StableHash.token("\(identity)|\(state.world.cards.count)", length: 24)
            try state.commit(Changes(card: StripeCard(id: id, behaviour: behaviour)))
            return .paymentMethod(id)
        }
    }

    /// The buyer's answer for an intent in `requires_action`; any other state stays as it is.
    private func settleIntent(
        _ id: String,
        _ request: AuthenticationRequest,
        at now: Instant
    ) throws(SandboxError) -> Result {
        let approved = request.declineCode(usual: "declined") == nil
        return try store.withState { state throws(SandboxError) in
            guard let waiting = state.world.intents[id] else {
                return .refused("there is no PaymentIntent \(id)")
            }
            guard waiting.status == .requiresAction else {
                return .intent(id: id, status: waiting.status, returnURL: waiting.returnURL)
            }
            let api = StripeAPI(surroundings: state.surroundings)
            let intent = api.authenticated(waiting, approved: approved, at: now)
            try state.commit(Changes(intent: intent))
            return .intent(id: id, status: intent.status, returnURL: intent.returnURL)
        }
    }
}
