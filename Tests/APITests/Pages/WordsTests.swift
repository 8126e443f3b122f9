import Foundation
import Postgres
import TestTurns
import Testing

@testable import API

@Suite("Words of pages", .inTurn)
struct WordsTests {
    @Test("instants are told in the office's own zone, and name it")
    func zones() throws {
        let instant = try #require(Timestamp("2026-12-24T15:30:00Z"))
        let seoul = Words(.korean, zone: try #require(TimeZone(identifier: "Asia/Seoul")))
        #expect(seoul.minute(instant) == "2026-12-25 00:30 GMT+9")
        #expect(seoul.shortMinute(instant) == "12-25 00:30")
        #expect(seoul.day(instant) == "2026-12-25")
        #expect(seoul.shortMinute(instant) == "12-25 00:30")
        #expect(Words(.english).minute(instant) == "2026-12-24 15:30 GMT")
    }

    @Test(
        "how long something lasts is told in its two largest units",
        arguments: [
            (0, "0초", "0 s"), (59, "59초", "59 s"), (60, "1분", "1 min"),
            (3_725, "1시간 2분", "1 h 2 min"),
            (90_061, "1일 1시간", "1 d 1 h"),
        ]
    )
    func durations(_ seconds: Int, _ korean: String, _ english: String) {
        #expect(Words(.korean).duration(seconds: seconds) == korean)
        #expect(Words(.english).duration(seconds: seconds) == english)
    }

    @Test("numbers have their thousands apart")
    func numbers() {
        #expect(Words(.korean).points(1_234_567) == "1,234,567P")
        #expect(Words(.korean).number(999) == "999")
        #expect(Words(.english).points(-1_000) == "-1,000 points")
    }
}
