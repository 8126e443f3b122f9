extension Timestamp: LosslessStringConvertible {
    private static let microsecondsPerDay: Int64 = 86_400_000_000

    /// ISO 8601 in UTC: `2026-01-31T23:59:59Z`, with six decimals where there is a fraction.
    public var description: String {
        text { civil, text in
            if civil.year < 0 { text.append(UInt8(ascii: "-")) }
            Decimal.append(civil.year.magnitude, digitsMin: 4, to: &text)
        }
    }

    /// Reads ISO 8601 with `T` or a space, up to six decimals, and an offset or `Z`.
    public init?(_ description: String) {
        var description = description
        guard let instant = description.withUTF8({ Timestamp.decode(postgresText: $0) })
        else { return nil }
        self = instant
    }

    /// Year (0 is 1 BC), month and day of the proleptic Gregorian calendar.
    private var civil: (year: Int64, month: Int64, day: Int64) {
        // Years that begin in March end with the leap day; 400 of them have 146,097 days.
        let days = Timestamp.floorDivide(microseconds, Timestamp.microsecondsPerDay) + 719_468
        let era = Timestamp.floorDivide(days, 146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// Date, time and `Z`, with the year as `appendYear` writes it.
    private func text(
        _ appendYear: ((year: Int64, month: Int64, day: Int64), inout [UInt8]) -> Void
    ) -> String {
        let remainder = microseconds % Timestamp.microsecondsPerDay
        let ofDay = remainder < 0 ? remainder + Timestamp.microsecondsPerDay : remainder
        let civil = civil
        var text: [UInt8] = []
        // `2026-01-31T23:59:59.123456Z`, and room for a longer year.
        text.reserveCapacity(32)
        appendYear(civil, &text)
        Timestamp.append("-", civil.month, to: &text)
        Timestamp.append("-", civil.day, to: &text)
        Timestamp.append("T", ofDay / 3_600_000_000, to: &text)
        Timestamp.append(":", ofDay / 60_000_000 % 60, to: &text)
        Timestamp.append(":", ofDay / 1_000_000 % 60, to: &text)
        if ofDay % 1_000_000 != 0 {
            text.append(UInt8(ascii: "."))
            Decimal.append((ofDay % 1_000_000).magnitude, digitsMin: 6, to: &text)
        }
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends a separator and a number of two digits.
    private static func append(
        _ separator: Unicode.Scalar,
        _ number: Int64,
        to text: inout [UInt8]
    ) {
        text.append(UInt8(ascii: separator))
        Decimal.append(number.magnitude, digitsMin: 2, to: &text)
    }

    private static func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
        number / divisor - (number % divisor < 0 ? 1 : 0)
    }
}

extension Timestamp: Bindable {
    /// The instant as `timestamptz` reads it.
    public var postgresText: String? {
        guard civil.year <= 0 else { return description }
        let text = text { civil, text in
            Decimal.append((1 - civil.year).magnitude, digitsMin: 4, to: &text)
        }
        return text + " BC"
    }
}

extension Timestamp: RowDecodable {
    /// Reads DateStyle ISO with its offset; `infinity` is not an instant.
    public static func decode(postgresText: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        var reader = TimestampReader(text: postgresText)
        return reader.timestamp()
    }
}
