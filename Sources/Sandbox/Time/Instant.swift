/// A point in sandbox time, in microseconds since 1970-01-01T00:00:00Z.
///
/// Reads and writes ISO 8601, so that the journal and the truth can be read by people.
public struct Instant: Hashable, Comparable, Sendable {
    /// Microseconds since the Unix epoch.
    public let microseconds: Int64

    /// An instant so many microseconds after the Unix epoch.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Whole seconds since the Unix epoch, as Stripe writes its times.
    public var seconds: Int64 {
        microseconds.flooredQuotient(by: 1_000_000)
    }

    /// The instant that follows this one by a duration.
    public func advanced(by duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        return Instant(
            microseconds: microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        )
    }

    /// Whether the first instant is the earlier one.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }

    /// ISO 8601 in Korean time without a fraction, as Toss writes its times.
    var inSeoul: String {
        let seconds = seconds + 9 * 3_600
        return Instant.civil(seconds) + "+09:00"
    }

    /// Korean time with microseconds and no zone, as Toss writes an event's time.
    var inSeoulWithoutZone: String {
        Instant.civil(seconds + 9 * 3_600) + ".\(fraction.padded(to: 6))"
    }

    /// UTC to the second with a space, as Stripe's reports write it.
    var inReport: String {
        Instant.civil(seconds).replacing("T", with: " ")
    }

    /// The date in the zone that is so many seconds east of Greenwich.
    func day(offset: Int64 = 0) -> CivilDay {
        CivilDay(daysSinceEpoch: (seconds + offset).flooredQuotient(by: 86_400))
    }

    /// The midnight with which a day begins in the zone that is so many seconds east of Greenwich.
    init(beginning day: CivilDay, offset: Int64 = 0) {
        self.init(microseconds: (day.daysSinceEpoch * 86_400 - offset) * 1_000_000)
    }

    /// Microseconds past the second.
    private var fraction: Int64 { microseconds - seconds * 1_000_000 }

    /// Year to second without a zone; `seconds` count from the epoch in the zone that is meant.
    private static func civil(_ seconds: Int64) -> String {
        let day = CivilDay(daysSinceEpoch: seconds.flooredQuotient(by: 86_400))
        let second = seconds - seconds.flooredQuotient(by: 86_400) * 86_400
        let time = [second / 3_600, second / 60 % 60, second % 60].map { $0.padded(to: 2) }
        return "\(day)T" + time.joined(separator: ":")
    }
}

extension Instant: CustomStringConvertible {
    /// ISO 8601 in UTC with microseconds, as `2026-11-23T12:00:00.000000Z`.
    public var description: String {
        "\(Instant.civil(seconds)).\(fraction.padded(to: 6))Z"
    }
}

extension Instant {
    /// Reads ISO 8601 with `Z` or an offset; nil when the text is anything else.
    public init?(iso8601 text: String) {
        let pattern =
            /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:Z|([+-])(\d\d):?(\d\d))/
        guard let match = text.wholeMatch(of: pattern) else { return nil }
        let (_, year, month, day, hour, minute, second, fraction, sign, hours, minutes) =
            match.output
        let numbers = [year, month, day, hour, minute, second].compactMap { Int64($0) }
        guard numbers.count == 6, numbers[3] < 24, numbers[4] < 60, numbers[5] < 60,
            let civil = CivilDay(year: numbers[0], month: numbers[1], day: numbers[2])
        else { return nil }
        var seconds = civil.daysSinceEpoch * 86_400
        seconds += numbers[3] * 3_600 + numbers[4] * 60 + numbers[5]
        let offset =
            (hours.flatMap { Int64($0) } ?? 0) * 3_600 + (minutes.flatMap { Int64($0) } ?? 0) * 60
        seconds += sign == "-" ? offset : -offset
        let digits = String(fraction ?? "").padding(to: 6)
        self.init(microseconds: seconds * 1_000_000 + (Int64(digits) ?? 0))
    }
}

extension Instant: Codable {
    /// Reads ISO 8601.
    ///
    /// - Throws: `DecodingError.dataCorrupted` when the text is not an ISO 8601 instant.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(iso8601: text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\(text) is not an ISO 8601 instant"
            )
        }
        self = instant
    }

    /// Writes ISO 8601 in UTC.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension String {
    /// Filled with zeros on the right, as a decimal fraction is.
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: "0", count: Swift.max(0, width - count))
    }
}
