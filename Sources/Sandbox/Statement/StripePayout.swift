/// What Stripe pays out for one day and currency, two days later.
struct StripePayout: Sendable {
    let id: String
    let day: CivilDay
    let currency: String

    /// What really is paid, whatever the statement's lines say.
    let amount: Int64

    var arrival: Instant { Self.arrival(of: day) }

    /// The id of the payout that a day's transactions go into.
    static func id(account: String, currency: String, day: CivilDay) -> String {
        "po_1" + StableHash.token("\(account)|\(currency)|\(day)", length: 24)
    }

    /// When a day's money arrives.
    static func arrival(of day: CivilDay) -> Instant {
        Instant(beginning: CivilDay(daysSinceEpoch: day.daysSinceEpoch + 2))
    }

    /// The Payout object as Stripe writes it.
    var json: JSON {
        [
            "id": .string(id),
            "object": "payout",
            "amount": .number(amount),
            "arrival_date": .number(arrival.seconds),
            "automatic": true,
            "balance_transaction": .string(transactionID),
            "created": .number(arrival.seconds),
            "currency": .string(currency.lowercased()),
            "livemode": false,
            "method": "standard",
            "reconciliation_status": "completed",
            "status": "paid",
            "type": "bank_account",
        ]
    }

    /// The balance transaction with which the money leaves.
    var transactionJSON: JSON {
        StripeBalanceTransaction.json(
            id: transactionID,
            (-amount, 0),
            currency: currency,
            created: arrival,
            availableOn: arrival,
            category: "payout",
            source: id
        )
    }

    var transactionID: String { "txn_1" + StableHash.token(id, length: 24) }
}
