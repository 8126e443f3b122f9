extension StripeAPI {
    func createRefund(_ call: Call, in world: World) throws(StripeRefusal) -> Effect {
        let form = FormFields(call.request.body)
        try check(
            form,
            allows: ["payment_intent", "amount", "metadata", "reason", "expand"]
        )
        guard let id = form["payment_intent"] else { throw .missing("payment_intent") }
        let intent = try intent(id, "payment_intent", of: call, in: world, status: 400)
        let metadata = try metadata(of: form)
        let amount = try refundable(form, of: intent, in: world)
        var refund = StripeRefund(
            id: freshID("re_3", from: call.identity) { world.refunds[$0] != nil },
            account: call.account,
            intent: intent.id,
            charge: intent.charge ?? "",
            amount: amount,
            currency: intent.currency,
            metadata: metadata,
            reason: form["reason"],
            created: call.at,
            key: call.request.idempotencyKey,
            status: .succeeded,
            changedAt: call.at
        )
        decide(&refund, of: intent, in: world)
        return Effect(
            answer: WireAnswer(status: 200, body: refund.json),
            changes: Changes(refund: refund, refusal: refusal(of: refund))
        )
    }

    func retrieveRefund(_ call: Call, in world: World) throws(StripeRefusal) -> Effect {
        let id = call.route.subject
        guard let refund = world.refunds[id], refund.account == call.account else {
            throw StripeRefusal.noSuch("refund", id, "id")
        }
        return Effect(answer: WireAnswer(status: 200, body: refund.json))
    }

    func listRefunds(_ call: Call, in world: World) throws(StripeRefusal) -> Effect {
        let page = try StripePage(call.request.query, allows: ["payment_intent"])
        var ids = world.refundsByAccount[call.account] ?? []
        if let id = call.request.query["payment_intent"] {
            let intent = try intent(id, "payment_intent", of: call, in: world, status: 400)
            ids = world.refundsByIntent[intent.id] ?? []
        }
        let rows = try page.select(from: ids, kind: "refund") { world.refunds[$0]?.created }
        let items = rows.ids.compactMap { world.refunds[$0]?.json }
        return Effect(answer: page.answer(url: "/v1/refunds", items, hasMore: rows.hasMore))
    }

    private func refundable(
        _ form: FormFields,
        of intent: StripeIntent,
        in world: World
    ) throws(StripeRefusal) -> Int64 {
        guard intent.status == .succeeded else {
            var refusal = StripeRefusal.invalid(
                "This PaymentIntent (\(intent.id)) does not have a successful charge to refund.",
                parameter: "payment_intent"
            )
            refusal.isKept = true
            throw refusal
        }
        let left = intent.amount - world.refunded(of: intent.id)
        guard left > 0 else {
            var refusal = StripeRefusal.invalid(
                "Charge \(intent.charge ?? "") has already been refunded.",
                code: "charge_already_refunded"
            )
            refusal.isKept = true
            throw refusal
        }
        let amount = try integer("amount", of: form) ?? left
        guard amount > 0 else {
            throw StripeRefusal.invalid(
                "This value must be greater than or equal to 1.",
                code: "parameter_invalid_integer",
                parameter: "amount"
            )
        }
        guard StripeUnits.isWellFormed(amount, currency: intent.currency) else {
            throw StripeRefusal.invalid("Invalid amount: \(amount)", parameter: "amount")
        }
        guard amount <= left else {
            var refusal = StripeRefusal.invalid(
                "Refund amount (\(amount)) is greater than unrefunded amount on charge (\(left))",
                code: "amount_too_large",
                parameter: "amount"
            )
            refusal.isKept = true
            throw refusal
        }
        return amount
    }

    /// How the refund ends, as the card it goes back to and the seed have it.
    private func decide(_ refund: inout StripeRefund, of intent: StripeIntent, in world: World) {
        let card = intent.paymentMethod.flatMap { world.cards[$0] ?? StripeCard.testCard($0) }
        let faults = surroundings.faults
        let name = refund.reference.isEmpty ? refund.key ?? refund.id : refund.reference
        guard !faults.draws(.refundRefused, "stripe|\(refund.account)|\(name)") else {
            refund.status = .failed
            refund.failureReason = "declined"
            return
        }
        let attempt = "stripe|\(refund.account)|\(refund.reference)|\(refund.key ?? refund.id)"
        let fails =
            card?.behaviour == .refundFailsLater || faults.draws(.refundFailsLate, attempt)
        if card?.behaviour == .refundsLater || faults.draws(.refundPending, attempt) {
            refund.status = .pending
            refund.maturesAt = refund.created.advanced(by: surroundings.periods.processing)
            refund.maturesAs = fails ? .failed : .succeeded
        } else if fails {
            refund.maturesAt = refund.created.advanced(by: surroundings.periods.lateFailure)
            refund.maturesAs = .failed
        }
    }

    private func refusal(of refund: StripeRefund) -> Refusal? {
        guard refund.status == .failed else { return nil }
        return Refusal(
            kind: .refundRefused,
            gateway: .stripe,
            account: refund.account,
            reference: refund.reference.isEmpty ? refund.id : refund.reference,
            at: refund.created
        )
    }
}
