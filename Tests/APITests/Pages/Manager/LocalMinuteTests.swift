import Foundation
import Postgres
import Testing

@testable import API

@Suite("Minutes of a clock on the wall")
struct LocalMinuteTests {
    @Test(
        "are the instants at which the clock shows them",
        arguments: [
            ("2026-12-24T09:30", "Asia/Seoul", "2026-12-24T00:30:00Z"),
            ("2026-12-24T09:30", "America/New_York", "2026-12-24T14:30:00Z"),
            ("2026-07-01T00:00", "America/New_York", "2026-07-01T04:00:00Z"),
            ("2026-03-08T03:00", "America/New_York", "2026-03-08T07:00:00Z"),
        ]
    )
    func instants(text: String, zone: String, instant: String) throws {
        let zone = try #require(TimeZone(identifier: zone))
        let found = LocalMinute(text).instant(in: zone)
        #expect(found == Timestamp(instant))
        #expect(LocalMinute(try #require(found), zone: zone).text == text)
    }

    @Test(
        "a minute that no clock shows is none",
        arguments: [
            "2026-03-08T02:30", "2026-02-30T00:00", "2026-12-24", "2026-12-24T25:00", "",
            "2026-12-24T09:30:00", "2026-12-24 09:30",
        ]
    )
    func none(text: String) throws {
        let zone = try #require(TimeZone(identifier: "America/New_York"))
        #expect(LocalMinute(text).instant(in: zone) == nil)
    }
}
