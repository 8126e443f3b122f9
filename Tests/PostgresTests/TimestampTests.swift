import Foundation
import Postgres
import TestTurns
import Testing

@Suite("A timestamp", .inTurn)
struct TimestampTests {
    @Test(
        "is written in ISO 8601 and read back",
        arguments: [
            (Int64(0), "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00Z"),
            (1_793_448_000_000_001, "2026-10-31T12:00:00.000001Z"),
            (-62_135_596_800_000_000, "0001-01-01T00:00:00Z"),
        ]
    )
    func iso8601(microseconds: Int64, text: String) {
        let instant = Timestamp(microseconds: microseconds)
        #expect(instant.description == text)
        #expect(Timestamp(text) == instant)
    }

    @Test("is read with any offset and any number of decimals")
    func offsets() {
        #expect(Timestamp("2026-01-01 09:00:00+09") == Timestamp("2026-01-01T00:00:00Z"))
        #expect(Timestamp("2025-12-31 18:30:00-05:30") == Timestamp("2026-01-01T00:00:00Z"))
        #expect(Timestamp("1970-01-01 00:00:00.5+00") == Timestamp(microseconds: 500_000))
    }

    @Test(
        "is not read from anything else",
        arguments: [
            "", "infinity", "-infinity", "2026-01-01", "2026-01-01 00:00:00",
            "2026-13-01 00:00:00Z",
            "2026-01-01 00:00:00.1234567Z", "2026-01-01 00:00:00Z ", "x2026-01-01 00:00:00Z",
        ]
    )
    func malformed(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("is moved by durations and never past what it can count")
    func arithmetic() {
        let start = Timestamp(microseconds: 1_000_000)
        #expect(start + .milliseconds(1) == Timestamp(microseconds: 1_001_000))
        #expect(start - .seconds(2) == Timestamp(microseconds: -1_000_000))
        #expect(start - Timestamp(microseconds: 0) == .seconds(1))
        #expect(start + .seconds(Int64.max) == Timestamp(microseconds: .max))
        #expect(start - .seconds(Int64.max) == Timestamp(microseconds: .min))
        #expect(start < start + .microseconds(1))
    }

    @Test("is a date and back, and ISO 8601 in JSON")
    func conversions() throws {
        let instant = Timestamp(microseconds: 1_793_448_000_123_000)
        #expect(Timestamp(date: instant.date) == instant)
        let json = try JSONEncoder().encode([instant])
        #expect(String(decoding: json, as: UTF8.self) == #"["2026-10-31T12:00:00.123000Z"]"#)
        #expect(try JSONDecoder().decode([Timestamp].self, from: json) == [instant])
    }
}
