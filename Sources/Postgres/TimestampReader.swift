/// Reads `2026-01-31 23:59:59.123456+09:30`, with ` BC` behind it for years before 1.
struct TimestampReader {
    let text: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    /// The instant; nil if anything is missing, malformed or left over.
    mutating func timestamp() -> Timestamp? {
        guard
            let year = number(digits: 4...6), take("-"),
            let month = number(digits: 2...2), (1...12).contains(month), take("-"),
            let day = number(digits: 2...2), (1...31).contains(day), take(" ") || take("T"),
            let hour = number(digits: 2...2), hour <= 24, take(":"),
            let minute = number(digits: 2...2), minute < 60, take(":"),
            let second = number(digits: 2...2), second <= 60,
            let fraction = fraction(), let offset = offset(), let isBeforeChrist = era()
        else { return nil }
        let days = TimestampReader.days(isBeforeChrist ? 1 - year : year, month, day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        let scaled = seconds.multipliedReportingOverflow(by: 1_000_000)
        let sum = scaled.partialValue.addingReportingOverflow(fraction)
        guard !scaled.overflow, !sum.overflow else { return nil }
        return Timestamp(microseconds: sum.partialValue)
    }

    /// Days from 1970-01-01, in years that begin in March so that the leap day comes last.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Microseconds behind a point; 0 where there is none.
    private mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        let start = position
        guard var value = number(digits: 1...6) else { return nil }
        for _ in (position - start)..<6 { value *= 10 }
        return value
    }

    /// Whether the year counts before Christ; nil if something else stands at the end.
    private mutating func era() -> Bool? {
        if position == text.count { return false }
        return take(" ") && take("B") && take("C") && position == text.count ? true : nil
    }

    /// Seconds east of UTC.
    private mutating func offset() -> Int64? {
        if take("Z") { return 0 }
        let sign: Int64 = take("-") ? -1 : 1
        if sign == 1, !take("+") { return nil }
        guard let hours = number(digits: 2...2) else { return nil }
        var seconds = hours * 3600
        for unit: Int64 in [60, 1] where take(":") {
            guard let value = number(digits: 2...2) else { return nil }
            seconds += value * unit
        }
        return sign * seconds
    }

    private mutating func number(digits: ClosedRange<Int>) -> Int64? {
        let start = position
        var value: Int64 = 0
        while position < text.count, position - start < digits.upperBound {
            let digit = text[position] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value * 10 + Int64(digit)
            position += 1
        }
        return position - start >= digits.lowerBound ? value : nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }
}
