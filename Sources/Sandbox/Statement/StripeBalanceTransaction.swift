/// A line of Stripe's statement in the account's settlement currency, with its fee and its payout.
struct StripeBalanceTransaction: Sendable {
    let line: StatementLine

    /// The settlement currency, in upper case.
    let currency: String

    /// In Stripe's units of the settlement currency.
    let gross: Int64
    let fee: Int64

    /// Settlement units for one customer unit, in hundredths; nil when the currencies are the same.
    let rateHundredths: Int64?

    /// Three-digit currencies are paid out in dollars, at rates that never change here.
    private static let ratesHundredths: [String: Int64] = [
        "BHD": 265, "JOD": 141, "KWD": 325, "OMR": 260, "TND": 32,
    ]

    init(_ line: StatementLine) {
        self.line = line
        rateHundredths = Self.ratesHundredths[line.currency]
        currency = rateHundredths == nil ? line.currency : "USD"
        // A thousandth of the customer's unit against a hundredth of the dollar.
        gross =
            rateHundredths.map { Self.rounded(line.customerAmount * $0, by: 1_000) }
            ?? line.customerAmount
        // 2.9 % and 30 cents, as Stripe's public prices; a refund costs nothing and returns none.
        let fixed: Int64 = StripeUnits.exponent(of: currency) == 2 ? 30 : 0
        fee = line.kind == .charge ? Self.rounded(gross * 29, by: 1_000) + fixed : 0
    }

    var net: Int64 { gross - fee }

    /// The day, by UTC, whose transactions are paid out together.
    var day: CivilDay { line.at.day() }

    /// Half away from 0.
    private static func rounded(_ dividend: Int64, by divisor: Int64) -> Int64 {
        let half = dividend < 0 ? -divisor / 2 : divisor / 2
        return (dividend + half) / divisor
    }

    /// The BalanceTransaction object as Stripe writes it.
    var json: JSON {
        let category = line.kind.rawValue
        return Self.json(
            id: line.id,
            (gross, fee),
            currency: currency,
            rate: rateHundredths.map { .decimal("\($0 / 100).\(($0 % 100).padded(to: 2))") },
            created: line.at,
            availableOn: StripePayout.arrival(of: day),
            category: category,
            source: line.source
        )
    }

    static func json(
        id: String,
        _ money: (gross: Int64, fee: Int64),
        currency: String,
        rate: JSON? = nil,
        created: Instant,
        availableOn: Instant,
        category: String,
        source: String
    ) -> JSON {
        let details: JSON = [
            "amount": .number(money.fee), "application": nil,
            "currency": .string(currency.lowercased()), "description": "Stripe processing fees",
            "type": "stripe_fee",
        ]
        return [
            "id": .string(id),
            "object": "balance_transaction",
            "amount": .number(money.gross),
            "available_on": .number(availableOn.seconds),
            "created": .number(created.seconds),
            "currency": .string(currency.lowercased()),
            "description": nil,
            "exchange_rate": rate ?? .null,
            "fee": .number(money.fee),
            "fee_details": money.fee == 0 ? [] : [details],
            "net": .number(money.gross - money.fee),
            "reporting_category": .string(category),
            "source": .string(source),
            "status": "available",
            "type": .string(category),
        ]
    }
}
