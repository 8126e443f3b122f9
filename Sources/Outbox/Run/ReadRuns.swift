public import Foundation
public import Postgres

/// A run as it was recorded.
public struct RecordedRun: Sendable {
    /// The run.
    public let runID: UUID

    /// The program.
    public let program: String

    /// The channel or task.
    public let channel: String

    /// Where it ran.
    public let host: String

    /// The program's version.
    public let version: String

    /// When it began, real time.
    public let startedAt: Timestamp

    /// When it ended; nil while it runs, or if it died.
    public let finishedAt: Timestamp?

    /// How it ended; nil as long as `finishedAt`.
    public let result: String?

    /// How long it took, or has been without an end.
    public let took: Duration

    /// What it counted: `claimed`, `applied`, `rejected`, `retried`, `unknown`, `dead` and
    /// `conflicts`, in this order.
    public let counts: [(name: String, value: Int64)]

    static let counters = [
        "claimed", "applied", "rejected", "retried", "unknown", "dead", "conflicts",
    ]
}

/// Runs, latest first; at most `limit` rows.
public struct ReadRuns: Statement {
    /// $1 narrows the list down to a channel or task.
    public static let sql = """
        SELECT run_id, program, channel, host, version, started_at, finished_at, result,
               extract(epoch FROM coalesce(finished_at, clock_timestamp()) - started_at)::bigint,
               claimed, applied, rejected, retried, unknown, dead, conflicts
        FROM outbox.batch_run
        WHERE $1::text IS NULL OR channel = $1
        ORDER BY started_at DESC, run_id
        LIMIT $2
        """

    private let channel: String?
    private let limit: Int

    /// The runs of a channel or task, or of all.
    public init(channel: String? = nil, limit: Int) {
        self.channel = channel
        self.limit = limit
    }

    /// Channel and limit.
    public var bindings: [any Bindable] { [channel, limit] }

    /// One run.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> RecordedRun {
        let runID: UUID = try row.next()
        let names: (String, String, String, String) = try (
            row.next(), row.next(), row.next(), row.next()
        )
        let startedAt: Timestamp = try row.next()
        let finishedAt: Timestamp? = try row.next()
        let result: String? = try row.next()
        let took: Int64 = try row.next()
        var counts: [(name: String, value: Int64)] = []
        for name in RecordedRun.counters { counts.append((name, try row.next())) }
        return RecordedRun(
            runID: runID,
            program: names.0,
            channel: names.1,
            host: names.2,
            version: names.3,
            startedAt: startedAt,
            finishedAt: finishedAt,
            result: result,
            took: .seconds(took),
            counts: counts
        )
    }
}
