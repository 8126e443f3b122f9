public import FoundationEssentials

/// An instant, to the microsecond, as `timestamptz` keeps it.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01 00:00:00 UTC, leap seconds not counted.
    public let microseconds: Int64

    /// The instant so many microseconds after 1970-01-01 00:00:00 UTC.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The instant of a date, to the nearest microsecond, kept within what `Int64` can count.
    public init(date: Date) {
        let exact = (date.timeIntervalSince1970 * 1_000_000).rounded()
        microseconds = Int64(exactly: exact) ?? (exact > 0 ? .max : .min)
    }

    /// The instant as a date, which near today is exact to a quarter of a microsecond.
    public var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }

    /// Whether the left instant is earlier.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The instant a duration later, kept within what `Int64` can count.
    public static func + (instant: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(clamping: Int128(instant.microseconds) + count(duration))
    }

    /// The instant a duration earlier, kept within what `Int64` can count.
    public static func - (instant: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(clamping: Int128(instant.microseconds) - count(duration))
    }

    /// The time from the right instant to the left one.
    public static func - (left: Timestamp, right: Timestamp) -> Duration {
        .microseconds(left.microseconds) - .microseconds(right.microseconds)
    }

    private init(clamping microseconds: Int128) {
        self.init(microseconds: Int64(clamping: microseconds))
    }

    /// Whole microseconds of a duration.
    private static func count(_ duration: Duration) -> Int128 {
        let parts = duration.components
        return Int128(parts.seconds) * 1_000_000 + Int128(parts.attoseconds / 1_000_000_000_000)
    }
}

extension Timestamp: Codable {
    /// Reads ISO 8601.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let instant = Timestamp(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "not an ISO 8601 instant with its offset"
            )
        }
        self = instant
    }

    /// Writes ISO 8601.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
