/// From when on something is a warning, and from when on it is critical.
///
/// A number is the highest that is still well, as in a Nagios range; of partitions it is the
/// lowest.
public struct HealthLimits: Sendable {
    /// Age of the oldest due message; nil: `outbox.channel.due_age_max_seconds`.
    public var dueWarning: Int64?

    /// Age of the oldest due message; nil: four times the warning's.
    public var dueCritical: Int64?

    /// Age of the oldest unknown; nil: `outbox.channel.unknown_age_max_seconds`.
    public var unknownWarning: Int64?

    /// Age of the oldest unknown; nil: four times the warning's.
    public var unknownCritical: Int64?

    /// Dead letters that nobody has decided.
    public var deadWarning: Int64 = 0

    /// Dead letters that nobody has decided; ten are more than an accident.
    public var deadCritical: Int64 = 9

    /// How many times the age that `outbox.batch_policy` allows is critical.
    public var batchCriticalTimes: Int64 = 3

    /// How long a breaker may be open before it is critical; any open one is a warning.
    public var breakerCritical: Int64 = 900

    /// Days ahead; half of what every batch creates.
    public var partitionsWarning: Int64 = 7

    /// Days ahead; a week-end.
    public var partitionsCritical: Int64 = 2

    /// How long an alert may wait to be told; three runs of `reservoir-sweep alerts`.
    public var untoldWarning: Int64 = 900

    /// The defaults.
    public init() {}
}
