import Foundation
import Postgres

/// Days in a row, ISO 8601.
struct DayRange: Sendable {
    let days: [String]

    var first: String { days.first ?? "" }
    var last: String { days.last ?? "" }

    /// The `count` days up to the one that an instant falls on in `zone`.
    init(endingAt instant: Timestamp, count: Int, zone: TimeZone = .gmt) {
        let say = Words(.english, zone: zone)
        let day = say.day(instant)
        // Noon of the day in GMT: a day earlier is always 24 hours earlier.
        let noon = Timestamp("\(day)T12:00:00Z") ?? instant
        days = (0..<count).reversed().map { back in
            Words(.english).day(noon - .seconds(86_400 * back))
        }
    }
}
