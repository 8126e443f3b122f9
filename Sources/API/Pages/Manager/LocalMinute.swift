import Foundation
import Postgres

/// A minute of a clock on the wall, as browsers send `datetime-local`: `2026-12-24T09:30`.
struct LocalMinute: Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    /// What the clock in `zone` shows at an instant.
    init(_ instant: Timestamp, zone: TimeZone) {
        text =
            Words(.english, zone: zone).minute(instant).replacing(" ", with: "T").prefix(16)
            .description
    }

    /// When the clock in `zone` shows it; of two such instants one of them; nil when it is no
    /// minute, or is skipped as summer begins.
    func instant(in zone: TimeZone) -> Timestamp? {
        guard text.utf8.count == 16, let plain = Timestamp("\(text):00Z") else { return nil }
        let guess = plain - .seconds(zone.secondsFromGMT(for: plain.date))
        let instant = plain - .seconds(zone.secondsFromGMT(for: guess.date))
        return LocalMinute(instant, zone: zone).text == text ? instant : nil
    }
}
