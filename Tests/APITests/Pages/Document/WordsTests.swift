import Foundation
import Postgres
import Testing

@testable import API

@Suite("How pages say numbers and times")
struct WordsTests {
    @Test(
        "thousands stand apart",
        arguments: [(0, "0"), (999, "999"), (1_488, "1,488"), (-1_234_567, "-1,234,567")]
    )
    func numbers(number: Int64, text: String) {
        #expect(Words(.korean).number(number) == text)
    }

    @Test("an instant is told in the zone, with it or without")
    func instants() throws {
        let instant = try #require(Timestamp("2026-12-24T00:30:59Z"))
        let say = Words(.english, zone: try #require(TimeZone(identifier: "Asia/Seoul")))
        #expect(say.minute(instant) == "2026-12-24 09:30 GMT+9")
        #expect(say.shortMinute(instant) == "12-24 09:30")
        #expect(say.day(instant) == "2026-12-24")
    }
}
