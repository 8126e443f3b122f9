extension StripeAPI {
    private static let fieldsOfCreate: Set<String> = [
        "amount", "currency", "metadata", "description", "payment_method", "payment_method_types",
        "automatic_payment_methods", "capture_method", "confirm", "confirmation_method",
        "customer", "expand", "off_session", "payment_method_options", "receipt_email",
        "return_url", "setup_future_usage", "shipping", "statement_descriptor",
        "statement_descriptor_suffix", "transfer_group", "use_stripe_sdk",
    ]
    private static let fieldsOfConfirm: Set<String> = [
        "payment_method", "return_url", "off_session", "expand", "receipt_email",
        "payment_method_options", "payment_method_types", "setup_future_usage", "shipping",
        "use_stripe_sdk", "capture_method", "error_on_requires_action", "mandate_data",
    ]

    func createIntent(_ call: Call, in world: World) throws(StripeRefusal) -> Effect {
        let form = FormFields(call.request.body)
        try check(form, allows: Self.fieldsOfCreate)
        let (amount, currency) = try price(of: form)
        let intent = StripeIntent(
            id: freshID("pi_3", from: call.identity) { world.intents[$0] != nil },
            account: call.account,
            amount: amount,
            currency: currency,
            metadata: try metadata(of: form),
            details: details(of: form),
            created: call.at,
            createKey: call.request.idempotencyKey,
            status: form["payment_method"] == nil ? .requiresPaymentMethod : .requiresConfirmation,
            paymentMethod: form["payment_method"],
            returnURL: form["return_url"],
            changedAt: call.at
        )
        guard form["confirm"] == "true" else {
            return Effect(
                answer: WireAnswer(status: 200, body: intent.json(in: surroundings)),
                changes: Changes(intent: intent)
            )
        }
        return try charge(intent, call, form, in: world)
    }

    func confirmIntent(_ call: Call, in world: World) throws(StripeRefusal) -> Effect {
        let form = FormFields(call.request.body)
        try check(form, allows: Self.fieldsOfConfirm)
        let intent = try intent(call.route.subject, "intent", of: call, in: world)
        switch intent.status {
        case .requiresPaymentMethod, .requiresConfirmation, .requiresAction: break
        case .succeeded:
            throw StripeRefusal.unexpectedState(
                "You cannot confirm this PaymentIntent because it has already succeeded after "
                    + "being previously confirmed.",
                intent.json(in: surroundings)
            )
        case .processing, .canceled:
            throw StripeRefusal.unexpectedState(
                "You cannot confirm this PaymentIntent because it has a status of "
                    + "\(intent.status.rawValue).",
                intent.json(in: surroundings)
            )
        }
        return try charge(intent, call, form, in: world)
    }

    func cancelIntent(_ call: Call, in world: World) throws(StripeRefusal) -> Effect {
        let form = FormFields(call.request.body)
        try check(form, allows: ["cancellation_reason", "expand"])
        var intent = try intent(call.route.subject, "intent", of: call, in: world)
        switch intent.status {
        case .requiresPaymentMethod, .requiresConfirmation, .requiresAction: break
        case .processing, .canceled, .succeeded:
            throw StripeRefusal.unexpectedState(
                "You cannot cancel this PaymentIntent because it has a status of "
                    + "\(intent.status.rawValue). Only a PaymentIntent with one of the following "
                    + "statuses may be canceled: requires_payment_method, requires_capture, "
                    + "requires_confirmation, requires_action.",
                intent.json(in: surroundings)
            )
        }
        intent.status = .canceled
        intent.cancellationReason = form["cancellation_reason"]
        intent.changedAt = call.at
        return Effect(
            answer: WireAnswer(status: 200, body: intent.json(in: surroundings)),
            changes: Changes(intent: intent)
        )
    }

    func retrieveIntent(_ call: Call, in world: World) throws(StripeRefusal) -> Effect {
        let intent = try intent(call.route.subject, "intent", of: call, in: world)
        return Effect(answer: WireAnswer(status: 200, body: intent.json(in: surroundings)))
    }

    func listIntents(_ call: Call, in world: World) throws(StripeRefusal) -> Effect {
        let page = try StripePage(call.request.query, allows: ["customer"])
        let ids = world.intentsByAccount[call.account] ?? []
        let rows = try page.select(from: ids, kind: "payment_intent") { world.intents[$0]?.created }
        let items = rows.ids.compactMap { world.intents[$0]?.json(in: surroundings) }
        return Effect(
            answer: page.answer(url: "/v1/payment_intents", items, hasMore: rows.hasMore)
        )
    }

    private func price(of form: FormFields) throws(StripeRefusal) -> (Int64, String) {
        guard let amount = try integer("amount", of: form) else { throw .missing("amount") }
        guard let currency = form["currency"]?.lowercased() else { throw .missing("currency") }
        guard StripeUnits.isCurrency(currency) else {
            throw StripeRefusal.invalid("Invalid currency: \(currency).", parameter: "currency")
        }
        guard amount > 0 else {
            throw StripeRefusal.invalid(
                "This value must be greater than or equal to 1.",
                code: "parameter_invalid_integer",
                parameter: "amount"
            )
        }
        guard amount <= 9_999_999_999 else {
            throw StripeRefusal.invalid(
                "Amount must be no more than 9999999999",
                code: "amount_too_large",
                parameter: "amount"
            )
        }
        guard amount >= StripeUnits.minimum(currency: currency) else {
            throw StripeRefusal.invalid(
                "Amount must be at least \(StripeUnits.minimum(currency: currency)) \(currency)",
                code: "amount_too_small",
                parameter: "amount"
            )
        }
        guard StripeUnits.isWellFormed(amount, currency: currency) else {
            throw StripeRefusal.invalid(
                "Invalid amount: \(amount) \(currency) has digits that this currency lacks.",
                parameter: "amount"
            )
        }
        return (amount, currency)
    }

    private func details(of form: FormFields) -> [String: String] {
        let names = ["description", "customer", "receipt_email", "statement_descriptor"]
        return names.reduce(into: [:]) { details, name in details[name] = form[name] }
    }
}
