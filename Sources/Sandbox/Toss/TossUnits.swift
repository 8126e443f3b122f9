import Foundation

/// Toss's amounts against ISO 4217's minor units: Toss writes major units (`12000`, `12.5`).
enum TossUnits {
    /// Digits after the decimal point of the currencies Toss takes.
    static func exponent(of currency: String) -> Int? {
        switch currency {
        case "KRW", "JPY": 0
        case "USD": 2
        default: nil
        }
    }

    /// The amount in minor units; nil when it has more digits than the currency.
    static func minor(_ amount: Decimal, currency: String) -> Int64? {
        guard let exponent = exponent(of: currency) else { return nil }
        var scaled = amount * Decimal(sign: .plus, exponent: exponent, significand: 1)
        var rounded = Decimal()
        NSDecimalRound(&rounded, &scaled, 0, .plain)
        guard rounded == scaled, rounded.magnitude < Decimal(Int64.max) else { return nil }
        return NSDecimalNumber(decimal: rounded).int64Value
    }

    /// The amount as Toss writes it.
    static func json(_ minor: Int64, currency: String) -> JSON {
        guard exponent(of: currency) == 2 else { return .number(minor) }
        return .decimal("\(minor / 100).\((minor % 100).padded(to: 2))")
    }
}
