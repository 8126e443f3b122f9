extension World {
    /// What really happened, as `GET /_truth` shows it: amounts in ISO 4217 minor units.
    ///
    /// `faults` say which lines of the settlement statements are wrong.
    func truth(at now: Instant, under faults: FaultPlan) -> JSON {
        [
            "charges": .array(stripeCharges + tossCharges(at: now)),
            "refunds": .array(stripeRefunds + tossRefunds),
            "mails": .array(mails.map(\.truth)),
            "refusals": .array(standingRefusals.map(\.json)),
            "settlement_faults": .array(settlementFaults(at: now, under: faults).map(\.json)),
        ]
    }

    /// What is refused for good and was not done after all, each once.
    var standingRefusals: [Refusal] {
        let paid = refunds.values.filter(\.counts).map(\.reference)
        let canceled = payments.values.flatMap(\.cancels).filter(\.counts).map(\.reason)
        var done = Set((paid + canceled).map(Refusal.subject))
        done.formUnion(mails.map(\.refusal.subject))
        return refusals.filter { done.insert($0.subject).inserted }
    }

    /// How often the wire was used, as `GET /_calls` shows it.
    var calls: JSON {
        let operations = Operation.allCases.map {
            JSON.Member(
                name: $0.rawValue,
                value: .number(Int64(counters.operations[$0] ?? 0))
            )
        }
        let keys = counters.keys.sorted { $0.key < $1.key }.map {
            JSON.Member(name: $0.key, value: .number(Int64($0.value)))
        }
        let lost = counters.lost.sorted { $0.key < $1.key }.map {
            JSON.Member(name: $0.key, value: .number(Int64($0.value)))
        }
        return [
            "operations": .object(operations),
            "lost_to_outages": .object(lost),
            "idempotency_keys": .object(keys),
            "mails": [
                "offered": .number(Int64(mailsOffered.values.reduce(0, +))),
                "stored": .number(Int64(mails.count)),
                "duplicates": .number(Int64(mailsDuplicated)),
            ],
        ]
    }

    private var stripeCharges: [JSON] {
        intentOrder.compactMap { intents[$0] }.map { intent in
            let refunded = refunds(of: intent.id).filter { $0.status == .succeeded }
            let refundedMinor = refunded.reduce(0) { $0 + $1.amount }
            return [
                "gateway": "stripe",
                "account": .string(intent.account),
                "id": .string(intent.id),
                "reference": .string(intent.reference),
                "amount": .number(
                    StripeUnits.isoMinor(intent.amount, currency: intent.currency)
                ),
                "currency": .string(intent.currency.uppercased()),
                "status": .string(intent.truthStatus),
                "refunded": .number(
                    StripeUnits.isoMinor(refundedMinor, currency: intent.currency)
                ),
                "at": .string(intent.changedAt.description),
                "idempotency_key": .optional(intent.confirmKey ?? intent.createKey),
            ]
        }
    }

    private func tossCharges(at now: Instant) -> [JSON] {
        paymentOrder.compactMap { payments[$0] }.map { payment in
            [
                "gateway": "toss",
                "account": .string(payment.account),
                "id": .string(payment.paymentKey),
                "reference": .string(payment.orderId),
                "amount": .number(payment.amountMinor),
                "currency": .string(payment.currency),
                "status": .string(payment.truthStatus(at: now)),
                "refunded": .number(payment.canceledMinor),
                "at": .string((payment.approvedAt ?? payment.changedAt).description),
                "idempotency_key": .optional(payment.confirmKey),
            ]
        }
    }

    private var stripeRefunds: [JSON] {
        refundOrder.compactMap { refunds[$0] }.map { refund in
            [
                "gateway": "stripe",
                "account": .string(refund.account),
                "id": .string(refund.id),
                "charge": .string(refund.intent),
                "reference": .string(refund.reference),
                "amount": .number(
                    StripeUnits.isoMinor(refund.amount, currency: refund.currency)
                ),
                "currency": .string(refund.currency.uppercased()),
                "status": .string(refund.status.rawValue),
                "at": .string(refund.changedAt.description),
                "idempotency_key": .optional(refund.key),
            ]
        }
    }

    private var tossRefunds: [JSON] {
        paymentOrder.compactMap { payments[$0] }.flatMap { payment in
            payment.cancels.map { cancel in
                [
                    "gateway": "toss",
                    "account": .string(payment.account),
                    "id": .string(cancel.transactionKey),
                    "charge": .string(payment.paymentKey),
                    "reference": .string(cancel.reason),
                    "amount": .number(cancel.amountMinor),
                    "currency": .string(payment.currency),
                    "status": .string(cancel.truthStatus),
                    "at": .string(cancel.at.description),
                    "idempotency_key": .optional(cancel.key),
                ]
            }
        }
    }
}

extension Mail {
    fileprivate var truth: JSON {
        ["to": .string(to), "subject": .string(subject), "message_id": .string(messageID)]
    }
}
