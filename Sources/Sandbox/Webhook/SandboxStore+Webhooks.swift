extension SandboxStore.State {
    /// The changes with what they give rise to tell the shop, where somebody is to be told.
    func telling(_ changes: Changes) -> Changes {
        guard !told.isEmpty else { return changes }
        var events: [WebhookEvent] = []
        let stripe = StripeEvents(surroundings: surroundings)
        if let intent = changes.intent {
            events += stripe.of(intent, before: world.intents[intent.id])
        }
        if let refund = changes.refund {
            events += stripe.of(refund, before: world.refunds[refund.id], in: world)
        }
        if let payment = changes.payment {
            events += TossEvents(surroundings: surroundings)
                .of(payment, before: world.payments[payment.paymentKey])
        }
        events.removeAll { !told.contains($0.gateway) }
        guard !events.isEmpty else { return changes }
        var telling = changes
        telling.events = events
        return telling
    }
}

extension SandboxStore {
    /// The gateways that tell the shop; set before the first call.
    func tell(_ gateways: Set<Gateway>) {
        withValue { $0.told = gateways }
    }

    /// The events from a place in their order on that are neither taken nor given up, and the
    /// place after them, once what was due by now has happened.
    func openEvents(
        from place: Int,
        at now: Instant
    ) throws(SandboxError) -> (events: [WebhookEvent], next: Int) {
        let book = try world(at: now).webhooks
        let events = book.events.dropFirst(place).filter(book.isOpen)
        return (Array(events), book.events.count)
    }

    /// Writes down how an attempt to deliver ended.
    func note(_ delivery: WebhookDelivery) throws(SandboxError) {
        try withState { state throws(SandboxError) in
            try state.commit(Changes(delivery: delivery))
        }
    }
}
