extension StripeIntent {
    /// The PaymentIntent object as Stripe writes it.
    func json(in surroundings: Surroundings) -> JSON {
        [
            "id": .string(id),
            "object": "payment_intent",
            "amount": .number(amount),
            "amount_capturable": 0,
            "amount_details": ["tip": [:]],
            "amount_received": .number(status == .succeeded ? amount : 0),
            "application": nil,
            "application_fee_amount": nil,
            "automatic_payment_methods": nil,
            "canceled_at": status == .canceled ? .number(changedAt.seconds) : nil,
            "cancellation_reason": .optional(cancellationReason),
            "capture_method": "automatic_async",
            "client_secret": .string("\(id)_secret_\(StableHash.token(id, length: 25))"),
            "confirmation_method": "automatic",
            "created": .number(created.seconds),
            "currency": .string(currency),
            "customer": .optional(details["customer"]),
            "description": .optional(details["description"]),
            "last_payment_error": lastPaymentError,
            "latest_charge": .optional(charge),
            "livemode": false,
            "metadata": .texts(metadata),
            "next_action": nextAction(surroundings),
            "on_behalf_of": nil,
            "payment_method": .optional(status == .requiresPaymentMethod ? nil : paymentMethod),
            "payment_method_configuration_details": nil,
            "payment_method_options": [
                "card": ["request_three_d_secure": "automatic"]
            ],
            "payment_method_types": ["card"],
            "processing": nil,
            "receipt_email": .optional(details["receipt_email"]),
            "review": nil,
            "setup_future_usage": nil,
            "shipping": nil,
            "source": nil,
            "statement_descriptor": .optional(details["statement_descriptor"]),
            "statement_descriptor_suffix": nil,
            "status": .string(status.rawValue),
            "transfer_data": nil,
            "transfer_group": nil,
        ]
    }

    private var lastPaymentError: JSON {
        decline.map { .object($0.members(charge: charge, method: paymentMethod)) } ?? .null
    }

    /// Where the buyer authenticates; without a return address only Stripe's own library could.
    private func nextAction(_ surroundings: Surroundings) -> JSON {
        guard status == .requiresAction else { return .null }
        guard let returnURL else {
            return [
                "type": "use_stripe_sdk", "use_stripe_sdk": ["type": "three_d_secure_redirect"],
            ]
        }
        return [
            "redirect_to_url": [
                "return_url": .string(returnURL),
                "url": .string("\(surroundings.baseURL)/authenticate?payment_intent=\(id)"),
            ],
            "type": "redirect_to_url",
        ]
    }
}

extension StripeDecline {
    /// The members of a card error, its type last.
    func members(charge: String?, method: String?) -> [JSON.Member] {
        var members: [JSON.Member] = []
        if let charge { members.append(.init(name: "charge", value: .string(charge))) }
        members.append(.init(name: "code", value: .string(code)))
        if let declineCode {
            members.append(.init(name: "decline_code", value: .string(declineCode)))
        }
        let page = "https://stripe.com/docs/error-codes/\(code.replacing("_", with: "-"))"
        members.append(.init(name: "doc_url", value: .string(page)))
        members.append(.init(name: "message", value: .string(message)))
        if let method {
            members.append(
                .init(
                    name: "payment_method",
                    value: ["id": .string(method), "object": "payment_method", "type": "card"]
                )
            )
        }
        members.append(.init(name: "type", value: "card_error"))
        return members
    }
}
