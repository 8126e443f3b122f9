/// Stripe's amounts against ISO 4217's minor units.
///
/// Source: Stripe, "Supported currencies": zero-decimal and three-decimal currencies, and ISK and
/// UGX, which are sent with two digits that must be 00.
enum StripeUnits {
    private static let zeroDecimal: Set<String> = [
        "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf",
        "xof", "xpf",
    ]
    private static let threeDecimal: Set<String> = ["bhd", "jod", "kwd", "omr", "tnd"]
    private static let twoZeros: Set<String> = ["isk", "ugx"]

    /// Digits after the decimal point of an amount in major units.
    static func exponent(of currency: String) -> Int {
        if zeroDecimal.contains(currency.lowercased()) { return 0 }
        return threeDecimal.contains(currency.lowercased()) ? 3 : 2
    }

    /// The amount in major units, as Stripe's reports write it.
    static func decimal(_ amount: Int64, currency: String) -> String {
        let exponent = exponent(of: currency)
        guard exponent > 0 else { return String(amount) }
        let unit: Int64 = exponent == 3 ? 1_000 : 100
        let fraction = (amount.magnitude % unit.magnitude)
        let sign = amount < 0 ? "-" : ""
        return "\(sign)\(amount.magnitude / unit.magnitude)."
            + Int64(fraction).padded(to: exponent)
    }

    /// Whether Stripe would take an amount of this currency.
    static func isWellFormed(_ amount: Int64, currency: String) -> Bool {
        if threeDecimal.contains(currency) { return amount % 10 == 0 }
        return twoZeros.contains(currency) ? amount % 100 == 0 : true
    }

    /// The amount in ISO minor units: MGA has two digits there and none at Stripe.
    static func isoMinor(_ amount: Int64, currency: String) -> Int64 {
        if twoZeros.contains(currency) { return amount / 100 }
        return currency == "mga" ? amount * 100 : amount
    }

    /// The least that can be charged, where Stripe documents it in the currency itself.
    static func minimum(currency: String) -> Int64 {
        switch currency {
        case "usd", "eur", "jpy", "cad", "aud", "sgd", "chf", "nzd": 50
        case "gbp": 30
        default: 1
        }
    }

    /// Whether the code looks like a currency: three lower-case letters.
    static func isCurrency(_ code: String) -> Bool {
        code.utf8.count == 3 && code.utf8.allSatisfy { (97...122).contains($0) }
    }
}
