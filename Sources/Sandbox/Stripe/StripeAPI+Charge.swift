extension StripeAPI {
    /// Charges a confirmed intent as its payment method and the seed have it.
    func charge(
        _ unconfirmed: StripeIntent,
        _ call: Call,
        _ form: FormFields,
        in world: World
    ) throws(StripeRefusal) -> Effect {
        var intent = unconfirmed
        let card = try card(for: intent, form, in: world)
        intent.paymentMethod = card.id
        intent.returnURL = form["return_url"] ?? intent.returnURL
        intent.confirmKey = call.request.idempotencyKey
        intent.changedAt = call.at
        intent.decline = nil
        switch behaviour(of: card, for: intent) {
        case .declines(let decline):
            return declined(intent, decline)
        case .authenticates where form["off_session"] == "true":
            return declined(intent, StripeDecline(code: "authentication_required"))
        case .authenticates:
            intent.status = .requiresAction
        case .processes(let end):
            intent.status = .processing
            intent.charge = chargeID(intent)
            intent.maturesAt = call.at.advanced(by: surroundings.periods.processing)
            intent.maturesAs = end
        case .processesForever:
            intent.status = .processing
            intent.charge = chargeID(intent)
        case .succeeds, .refundsLater, .refundFailsLater:
            intent.status = .succeeded
            intent.charge = chargeID(intent)
        }
        return Effect(
            answer: WireAnswer(status: 200, body: intent.json(in: surroundings)),
            changes: Changes(intent: intent)
        )
    }

    /// The buyer's answer on the authentication page.
    func authenticated(_ waiting: StripeIntent, approved: Bool, at now: Instant) -> StripeIntent {
        var intent = waiting
        intent.changedAt = now
        if approved {
            intent.status = .succeeded
            intent.charge = chargeID(intent)
        } else {
            intent.status = .requiresPaymentMethod
            intent.decline = StripeDecline(code: "payment_intent_authentication_failure")
        }
        return intent
    }

    private func card(
        for intent: StripeIntent,
        _ form: FormFields,
        in world: World
    ) throws(StripeRefusal) -> StripeCard {
        guard let id = form["payment_method"] ?? intent.paymentMethod else {
            throw StripeRefusal.unexpectedState(
                "You cannot confirm this PaymentIntent because it's missing a payment method. "
                    + "Update the PaymentIntent with a payment method and then confirm it again.",
                intent.json(in: surroundings)
            )
        }
        guard let card = world.cards[id] ?? StripeCard.testCard(id) else {
            throw StripeRefusal.noSuch("PaymentMethod", id, "payment_method", status: 400)
        }
        return card
    }

    private func behaviour(of card: StripeCard, for intent: StripeIntent) -> StripeCard.Behaviour {
        let name = intent.reference.isEmpty ? intent.id : intent.reference
        let identity = "stripe|\(intent.account)|\(name)"
        guard card.behaviour == .succeeds, surroundings.faults.draws(.decline, identity) else {
            return card.behaviour
        }
        let code = surroundings.faults.choice(of: StripeDecline.commonCodes, identity)
        return .declines(StripeDecline(code: code))
    }

    private func declined(_ confirmed: StripeIntent, _ decline: StripeDecline) -> Effect {
        var intent = confirmed
        intent.status = .requiresPaymentMethod
        intent.decline = decline
        intent.charge = chargeID(intent)
        var error = decline.members(charge: intent.charge, method: intent.paymentMethod)
        error.insert(
            .init(name: "payment_intent", value: intent.json(in: surroundings)),
            at: error.count - 1
        )
        return Effect(
            answer: WireAnswer(status: 402, body: ["error": .object(error)]),
            changes: Changes(intent: intent)
        )
    }

    /// The id of the intent's charge: every attempt on a card is a charge of its own at Stripe.
    private func chargeID(_ intent: StripeIntent) -> String {
        let attempt = "\(intent.id)|\(intent.charge ?? "")|\(intent.confirmKey ?? "")"
        return "ch_3" + StableHash.token(attempt, length: 24)
    }
}
