/// The events that Stripe sends when an object changes.
///
/// Source: Stripe, "Types of events" and "The Event object".
struct StripeEvents: Sendable {
    let surroundings: Surroundings

    func of(_ intent: StripeIntent, before: StripeIntent?) -> [WebhookEvent] {
        var events: [WebhookEvent] = []
        let object = intent.json(in: surroundings)
        let about = Subject(intent.id, intent.account, intent.changedAt, intent.confirmKey)
        if before == nil { events.append(event("payment_intent.created", about, object)) }
        let isDeclinedAnew =
            intent.decline != nil && intent.status == .requiresPaymentMethod
            && (before?.decline == nil || before?.charge != intent.charge)
        if isDeclinedAnew {
            events.append(event("payment_intent.payment_failed", about, object, intent.charge))
        } else if before?.status != intent.status, let type = intent.status.event {
            events.append(event(type, about, object, intent.confirmKey))
        }
        return events
    }

    func of(
        _ refund: StripeRefund,
        before: StripeRefund?,
        in world: World
    ) -> [WebhookEvent] {
        let about = Subject(refund.id, refund.account, refund.changedAt, refund.key)
        var events: [WebhookEvent] = []
        if before == nil {
            events.append(event("refund.created", about, refund.json))
            if refund.counts, let intent = world.intents[refund.intent] {
                let refunded = world.refunded(of: intent.id) + refund.amount
                let charge = intent.chargeJSON(refunded: refunded)
                events.append(event("charge.refunded", about, charge))
            }
        } else if before?.status != refund.status {
            let status = refund.status.rawValue
            events.append(event("refund.updated", about, refund.json, status))
        }
        if refund.status == .failed, before?.status != .failed {
            events.append(event("refund.failed", about, refund.json))
        }
        return events
    }

    private struct Subject {
        let id: String
        let account: String
        let at: Instant
        let key: String?

        init(_ id: String, _ account: String, _ at: Instant, _ key: String?) {
            self.id = id
            self.account = account
            self.at = at
            self.key = key
        }
    }

    /// `distinction` tells events of one type about one object apart.
    private func event(
        _ type: String,
        _ about: Subject,
        _ object: JSON,
        _ distinction: String? = nil
    ) -> WebhookEvent {
        let identity = "\(about.id)|\(type)|\(distinction ?? "")"
        let id = "evt_3" + StableHash.token(identity, length: 24)
        let body: JSON = [
            "id": .string(id),
            "object": "event",
            "api_version": .string(StripeAPI.version),
            "created": .number(about.at.seconds),
            "data": ["object": object],
            "livemode": false,
            "pending_webhooks": 1,
            "request": [
                "id": .string("req_" + StableHash.token(identity, length: 14)),
                "idempotency_key": .optional(about.key),
            ],
            "type": .string(type),
        ]
        return WebhookEvent(
            id: id,
            gateway: .stripe,
            account: about.account,
            type: type,
            body: body.text,
            at: about.at
        )
    }
}

extension StripeIntent.Status {
    /// The event that tells of this status; nil where Stripe has none.
    fileprivate var event: String? {
        switch self {
        case .requiresPaymentMethod, .requiresConfirmation: nil
        case .requiresAction: "payment_intent.requires_action"
        case .processing: "payment_intent.processing"
        case .canceled: "payment_intent.canceled"
        case .succeeded: "payment_intent.succeeded"
        }
    }
}

extension StripeIntent {
    /// The Charge object of a refunded intent, as far as receivers of `charge.refunded` use it.
    fileprivate func chargeJSON(refunded: Int64) -> JSON {
        [
            "id": .optional(charge),
            "object": "charge",
            "amount": .number(amount),
            "amount_captured": .number(amount),
            "amount_refunded": .number(refunded),
            "captured": true,
            "created": .number(created.seconds),
            "currency": .string(currency),
            "livemode": false,
            "metadata": .texts(metadata),
            "paid": true,
            "payment_intent": .string(id),
            "payment_method": .optional(paymentMethod),
            "refunded": .bool(refunded >= amount),
            "status": "succeeded",
        ]
    }
}
