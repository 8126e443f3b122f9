import Foundation

/// The machine's own clock.
public struct SystemClock: SandboxClock {
    /// The machine's own clock.
    public init() {}

    /// The present instant, to the microsecond.
    public func now() -> Instant {
        Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
