/// The time as `POST /_clock` set it; without an instant the clock runs again.
struct ClockSetting: Codable, Sendable {
    let at: Instant?
}
