/// An ISO 4217 currency with the number of digits after its decimal point.
///
/// Only currencies whose exponent is known are representable: an amount in minor units means
/// nothing without it. Source: ISO 4217 list one (SIX Group, amendment 177).
public struct Currency: Hashable, Sendable {
    /// The alphabetic code in capitals, such as `KRW`.
    public let code: String

    /// Digits after the decimal point: 0 for KRW and JPY, 2 for USD and EUR, 3 for KWD.
    public let exponent: Int

    /// Minor units in one major unit: 1, 100 or 1000.
    public var minorPerMajor: Int64 {
        (0..<exponent).reduce(1) { product, _ in product * 10 }
    }

    /// A currency by its code; nil when the code is not an active ISO 4217 currency.
    public init?(_ code: String) {
        guard let exponent = Self.exponents[code] else { return nil }
        self.code = code
        self.exponent = exponent
    }

    /// The codes of all of them, sorted.
    public static let codes = exponents.keys.sorted()

    private static let exponents: [String: Int] = {
        let none = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
        let three = "BHD IQD JOD KWD LYD OMR TND"
        let two = """
            AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN \
            BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL \
            GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK \
            LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO \
            NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE \
            SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES \
            WST XCD YER ZAR ZMW
            """
        var exponents: [String: Int] = [:]
        for (codes, exponent) in [(none, 0), (two, 2), (three, 3)] {
            for code in codes.split(separator: " ") { exponents[String(code)] = exponent }
        }
        return exponents
    }()
}

extension Currency: CustomStringConvertible {
    /// The alphabetic code.
    public var description: String { code }
}

extension Currency: Codable {
    /// Reads the alphabetic code.
    ///
    /// - Throws: `DecodingError.dataCorrupted` when the code is not an ISO 4217 currency.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let code = try container.decode(String.self)
        guard let currency = Currency(code) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\(code) is not an ISO 4217 currency"
            )
        }
        self = currency
    }

    /// Writes the alphabetic code.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}
