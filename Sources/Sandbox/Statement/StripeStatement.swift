/// Stripe's account of one merchant account's money: balance transactions and daily payouts.
struct StripeStatement: Sendable {
    /// As shown, wrong lines included, oldest first.
    let transactions: [StripeBalanceTransaction]

    /// What has arrived by now, oldest first.
    let payouts: [StripePayout]

    private let account: String

    init(of account: String, in world: World, under faults: FaultPlan, at now: Instant) {
        self.account = account
        let lines = world.statement(of: .stripe, account: account)
        transactions = faults.shown(lines).map(StripeBalanceTransaction.init)
        let byPayout = Dictionary(grouping: lines.map(StripeBalanceTransaction.init)) {
            StripePayout.id(account: account, currency: $0.currency, day: $0.day)
        }
        payouts = byPayout.compactMap { id, parts in
            guard let first = parts.first else { return nil }
            let amount = parts.reduce(0) { $0 + $1.net }
            return StripePayout(id: id, day: first.day, currency: first.currency, amount: amount)
        }
        .filter { $0.arrival <= now }
        .sorted { ($0.arrival, $0.id) < ($1.arrival, $1.id) }
    }

    /// The payout that a transaction went into; nil when that has not arrived.
    func payout(of transaction: StripeBalanceTransaction) -> StripePayout? {
        let id = StripePayout.id(
            account: account,
            currency: transaction.currency,
            day: transaction.day
        )
        return payouts.first { $0.id == id }
    }

    /// The transactions of a payout.
    func transactions(of payout: StripePayout) -> [StripeBalanceTransaction] {
        transactions.filter { $0.day == payout.day && $0.currency == payout.currency }
    }
}
