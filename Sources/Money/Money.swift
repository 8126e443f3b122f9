/// An amount in minor units of one currency; never a floating-point number.
public struct Money: Hashable, Sendable, Codable {
    /// The amount in the currency's minor unit: cents for USD, won for KRW, fils for KWD.
    public let amountMinor: Int64

    /// The currency that `amountMinor` counts.
    public let currency: Currency

    /// An amount in minor units of `currency`.
    public init(_ amountMinor: Int64, _ currency: Currency) {
        self.amountMinor = amountMinor
        self.currency = currency
    }

    /// The amount in major units with exactly the currency's digits: `12.34`, `1200`, `1.250`.
    public var decimalString: String {
        let digits = String(amountMinor.magnitude)
        let sign = amountMinor < 0 ? "-" : ""
        guard currency.exponent > 0 else { return sign + digits }
        let missing = max(0, currency.exponent + 1 - digits.count)
        let padded = String(repeating: "0", count: missing) + digits
        return sign + padded.dropLast(currency.exponent) + "." + padded.suffix(currency.exponent)
    }

    /// The amount as people read it: `59,800원`, `US$59.99`, `€54.99`, `KWD 18.500`.
    ///
    /// `language` is a BCP 47 language such as `ko` or `en`; unknown ones read as `en`.
    public func formatted(language: String) -> String {
        let sign = amountMinor < 0 ? "-" : ""
        let amount = Money.grouped(decimalString.drop { $0 == "-" })
        switch (currency.code, language.hasPrefix("ko")) {
        case ("KRW", true): return "\(sign)\(amount)원"
        case ("KRW", false): return "\(sign)₩\(amount)"
        case ("JPY", _): return "\(sign)¥\(amount)"
        case ("USD", _): return "\(sign)US$\(amount)"
        case ("EUR", _): return "\(sign)€\(amount)"
        case ("GBP", _): return "\(sign)£\(amount)"
        default: return "\(sign)\(currency.code) \(amount)"
        }
    }

    private static func grouped(_ decimal: Substring) -> String {
        let parts = decimal.split(separator: ".", maxSplits: 1)
        guard let whole = parts.first else { return String(decimal) }
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index).isMultiple(of: 3) { grouped.append(",") }
            grouped.append(digit)
        }
        return parts.count == 2 ? grouped + "." + parts[1] : grouped
    }
}
