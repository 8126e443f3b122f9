import Postgres

/// How often and how fast a kind of message is tried and asked about: a row of
/// `outbox.retry_policy`.
public struct RetryPolicy: Sendable {
    /// The last try after which a message is a dead letter.
    public let attemptsMax: Int

    /// First delay after a failed try.
    public let base: Duration

    /// Longest delay after a failed try.
    public let cap: Duration

    /// First delay before an unknown is asked about again.
    public let askBase: Duration

    /// Longest delay between questions.
    public let askCap: Duration

    /// Exponential delay with full jitter: drawn from 1 ms to min(`cap`, `base` × 2^`failures`).
    ///
    /// Source: AWS Architecture Blog, "Exponential Backoff And Jitter", full jitter.
    public static func delay(
        base: Duration,
        cap: Duration,
        failures: Int,
        jitter: Jitter
    ) -> Duration {
        var ceiling = base
        for _ in 0..<min(max(failures, 0), 40) where ceiling < cap { ceiling *= 2 }
        let milliseconds = min(ceiling, cap) / .milliseconds(1)
        return .milliseconds(jitter.draw(1...max(1, Int64(milliseconds))))
    }
}

/// Where random delays come from; a parameter, so that tests can fix it.
public struct Jitter: Sendable {
    let draw: @Sendable (ClosedRange<Int64>) -> Int64

    /// A source that draws from the range it is given.
    public init(draw: @escaping @Sendable (ClosedRange<Int64>) -> Int64) {
        self.draw = draw
    }

    /// The system's random numbers.
    public static let system = Jitter { Int64.random(in: $0) }

    /// Always the longest delay.
    public static let none = Jitter { $0.upperBound }
}

/// The policies of a channel by kind; `*` is the channel's default.
struct ReadRetryPolicies: Statement {
    static let sql = """
        SELECT kind, attempts_max, base_seconds, cap_seconds, ask_base_seconds, ask_cap_seconds
        FROM outbox.retry_policy WHERE channel = $1
        """

    let channel: String

    var bindings: [any Bindable] { [channel] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (kind: String, policy: RetryPolicy) {
        let kind: String = try row.next()
        let policy = try RetryPolicy(
            attemptsMax: row.next(),
            base: .seconds(row.next(Int64.self)),
            cap: .seconds(row.next(Int64.self)),
            askBase: .seconds(row.next(Int64.self)),
            askCap: .seconds(row.next(Int64.self))
        )
        return (kind, policy)
    }
}
