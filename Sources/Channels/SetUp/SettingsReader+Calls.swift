public import Batch

extension SettingsReader {
    /// How long a call to the outside may take: `RESERVOIR_CALL_TIMEOUT_SECONDS`, at most half the
    /// lease, so that a lease outlives its calls.
    public mutating func callTimeout(within lease: Duration) -> Duration {
        let most = max(1, Int(lease / .seconds(2)))
        return .seconds(
            integer("RESERVOIR_CALL_TIMEOUT_SECONDS", in: 1...most, default: min(10, most))
        )
    }
}
