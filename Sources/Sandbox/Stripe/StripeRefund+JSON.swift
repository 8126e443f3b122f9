extension StripeRefund {
    /// The refund object as Stripe writes it.
    var json: JSON {
        var members: [JSON.Member] = [
            .init(name: "id", value: .string(id)),
            .init(name: "object", value: "refund"),
            .init(name: "amount", value: .number(amount)),
            .init(
                name: "balance_transaction",
                value: .string("txn_3" + StableHash.token(id, length: 24))
            ),
            .init(name: "charge", value: .string(charge)),
            .init(name: "created", value: .number(created.seconds)),
            .init(name: "currency", value: .string(currency)),
            .init(
                name: "destination_details",
                value: ["card": ["type": "refund"], "type": "card"]
            ),
        ]
        if let failureReason {
            members.append(.init(name: "failure_reason", value: .string(failureReason)))
        }
        members += [
            .init(name: "metadata", value: .texts(metadata)),
            .init(name: "payment_intent", value: .string(intent)),
            .init(name: "reason", value: .optional(reason)),
            .init(name: "receipt_number", value: nil),
            .init(name: "source_transfer_reversal", value: nil),
            .init(name: "status", value: .string(status.rawValue)),
            .init(name: "transfer_reversal", value: nil),
        ]
        return .object(members)
    }
}
