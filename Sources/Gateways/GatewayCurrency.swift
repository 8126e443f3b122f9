public import Money

/// How one gateway takes one currency.
///
/// Stripe sends ISK and UGX with two digits that must be 00 (`exponent` 2 over ISO's 0) and KWD
/// with three of which the last must be 0 (`incrementMinor` 10).
public struct GatewayCurrency: Hashable, Sendable, Codable {
    /// The currency this row is about.
    public let currency: Currency

    /// Digits after the decimal point in the gateway's integers.
    public let exponent: Int

    /// The smallest charge, in the currency's own minor unit.
    public let minimumMinor: Int64

    /// Every amount is a multiple of this, in the currency's own minor unit.
    public let incrementMinor: Int64

    /// A row; an increment below 1 reads as 1.
    public init(currency: Currency, exponent: Int, minimumMinor: Int64, incrementMinor: Int64) {
        self.currency = currency
        self.exponent = exponent
        self.minimumMinor = minimumMinor
        self.incrementMinor = max(1, incrementMinor)
    }

    /// The integer the gateway wants for a charge.
    ///
    /// - Throws: `GatewayError.invalidAmount` also when it is below the minimum.
    public func chargeAmount(_ amount: Money) throws(GatewayError) -> Int64 {
        guard amount.amountMinor >= minimumMinor else {
            throw .invalidAmount("\(amount.amountMinor) \(amount.currency) is below the minimum")
        }
        return try gatewayAmount(amount)
    }

    /// The integer the gateway wants for any positive amount.
    ///
    /// - Throws: `GatewayError.invalidAmount` when it is not positive, off the increment, in
    ///   another currency or too large.
    public func gatewayAmount(_ amount: Money) throws(GatewayError) -> Int64 {
        let shown = "\(amount.amountMinor) \(amount.currency)"
        guard amount.currency == currency else {
            throw .invalidAmount("\(shown) is not in \(currency)")
        }
        guard amount.amountMinor > 0 else { throw .invalidAmount("\(shown) is not positive") }
        guard amount.amountMinor.isMultiple(of: max(1, incrementMinor)) else {
            throw .invalidAmount("\(shown) is not a multiple of \(incrementMinor)")
        }
        guard let converted = Self.scaled(amount.amountMinor, by: exponent - currency.exponent)
        else { throw .invalidAmount("\(shown) cannot be written for the gateway") }
        return converted
    }

    /// The money that a gateway's integer means; nil when it is no whole minor unit.
    public func money(gatewayAmount: Int64) -> Money? {
        Self.scaled(gatewayAmount, by: currency.exponent - exponent).map { Money($0, currency) }
    }

    /// `amount` × 10^`digits`; nil on overflow or a remainder.
    private static func scaled(_ amount: Int64, by digits: Int) -> Int64? {
        // 18 digits are all that fit Int64.
        guard abs(digits) <= 18 else { return nil }
        let factor = (0..<abs(digits)).reduce(Int64(1)) { product, _ in product * 10 }
        if digits < 0 { return amount.isMultiple(of: factor) ? amount / factor : nil }
        let (product, overflow) = amount.multipliedReportingOverflow(by: factor)
        return overflow ? nil : product
    }
}
