import Testing

@testable import Money

@Suite("Money")
struct MoneyTests {
    @Test(
        "shows exactly the currency's digits",
        arguments: [
            ("KRW", 59_800, "59800"), ("USD", 5_999, "59.99"), ("USD", 5, "0.05"),
            ("KWD", 18_500, "18.500"), ("KWD", -1, "-0.001"), ("JPY", 0, "0"),
        ]
    )
    func decimal(code: String, minor: Int64, text: String) throws {
        let currency = try #require(Currency(code))
        #expect(Money(minor, currency).decimalString == text)
    }

    @Test(
        "reads as people write it",
        arguments: [
            ("KRW", 59_800, "ko", "59,800원"), ("KRW", 1_234_567, "en", "₩1,234,567"),
            ("USD", 123_456, "en", "US$1,234.56"), ("KWD", 18_500, "en", "KWD 18.500"),
        ]
    )
    func formatted(code: String, minor: Int64, language: String, text: String) throws {
        let currency = try #require(Currency(code))
        #expect(Money(minor, currency).formatted(language: language) == text)
    }

    @Test("has no currency that ISO 4217 does not list", arguments: ["", "krw", "XXX", "US"])
    func unknown(code: String) {
        #expect(Currency(code) == nil)
    }

    @Test(
        "what a person typed is read to its last digit, and nothing else is",
        arguments: [
            ("12.5", 2, 1_250), ("12.05", 2, 1_205), ("0", 0, 0), ("59800", 0, 59_800),
            ("1.5", 0, nil), ("1.", 2, nil), (".5", 2, nil), ("-1", 2, nil), ("1,5", 2, nil),
            ("", 2, nil), ("1.2.3", 2, nil), ("1e3", 2, nil), ("99999999999999999999", 0, nil),
        ] as [(String, Int, Int64?)]
    )
    func typed(text: String, digits: Int, units: Int64?) {
        #expect(DecimalText.units(text, fractionDigits: digits) == units)
    }
}
