public import Postgres

/// What the batches did with messages in each of the last hours, this one included; oldest first.
///
/// A run counts for the hour in which it began, in real time, as runs are.
public struct MessagesByHour: Statement {
    /// An hour's messages.
    public struct Row: Sendable, Hashable {
        /// When the hour began.
        public let hour: Timestamp

        /// Messages whose effect took place.
        public let applied: Int64

        /// Messages put back for later.
        public let retried: Int64

        /// Messages given up.
        public let dead: Int64
    }

    /// Reads only schema `report`; one row an hour, also where nothing ran.
    public static let sql = """
        SELECT hour, coalesce(sum(r.applied), 0)::bigint, coalesce(sum(r.retried), 0)::bigint,
               coalesce(sum(r.dead), 0)::bigint
        FROM generate_series(date_trunc('hour', clock_timestamp()) - ($1 - 1) * interval '1 hour',
                             date_trunc('hour', clock_timestamp()), '1 hour') AS hour
        LEFT JOIN report.batch_run AS r
               ON r.started_at >= hour AND r.started_at < hour + interval '1 hour'
        GROUP BY hour
        ORDER BY hour
        """

    private let hours: Int

    /// The last `hours`.
    public init(hours: Int) { self.hours = hours }

    /// The number of hours.
    public var bindings: [any Bindable] { [hours] }

    /// One hour.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> Row {
        try Row(hour: row.next(), applied: row.next(), retried: row.next(), dead: row.next())
    }
}
