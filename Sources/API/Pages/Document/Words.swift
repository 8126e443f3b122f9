import Foundation
import Money
import Postgres

/// Says things in a visitor's language.
///
/// Both languages stand side by side where something is said, so that neither can be forgotten.
struct Words: Sendable {
    let language: Language

    /// The zone in which instants are told.
    let zone: TimeZone

    init(_ language: Language, zone: TimeZone = .gmt) {
        self.language = language
        self.zone = zone
    }

    /// One of the two.
    func callAsFunction(_ korean: String, _ english: String) -> String {
        switch language {
        case .korean: korean
        case .english: english
        }
    }

    /// An amount as people read it.
    func amount(_ money: Money) -> String { money.formatted(language: language.rawValue) }

    /// A number of points.
    func points(_ count: Int64) -> String { self("\(number(count))P", "\(number(count)) points") }

    /// A number with its thousands apart.
    func number(_ count: Int64) -> String {
        count.formatted(.number.locale(Locale(identifier: "en_US")).grouping(.automatic))
    }

    /// A day: `2026-12-24`.
    func day(_ instant: Timestamp) -> String { String(local(instant).prefix(10)) }

    /// A minute with its zone: `2026-12-24 09:30 GMT+9`.
    func minute(_ instant: Timestamp) -> String {
        let zoneName = zone.abbreviation(for: instant.date) ?? zone.identifier
        return "\(local(instant).prefix(16).replacing("T", with: " ")) \(zoneName)"
    }

    /// The same without year and zone, where a table's head says the zone: `12-24 09:30`.
    func shortMinute(_ instant: Timestamp) -> String {
        String(minute(instant).dropFirst(5).prefix(11))
    }

    /// How long something lasts, in its two largest units.
    func duration(seconds: Int) -> String {
        let units = [
            (86_400, self("일", "d")), (3_600, self("시간", "h")), (60, self("분", "min")),
            (1, self("초", "s")),
        ]
        guard let first = units.firstIndex(where: { seconds >= $0.0 }) else {
            return self("0초", "0 s")
        }
        var left = seconds
        var parts: [String] = []
        for (size, name) in units[first...].prefix(2) where left >= size || parts.isEmpty {
            parts.append("\(left / size)\(self("", " "))\(name)")
            left %= size
        }
        return parts.joined(separator: " ")
    }

    /// ISO 8601 without the zone.
    private func local(_ instant: Timestamp) -> String {
        let style = Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
            .time(includingFractionalSeconds: false)
        return instant.date.formatted(style)
    }
}
