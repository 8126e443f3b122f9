public import Postgres

/// The state of each channel at this moment; one row a channel, by name.
public struct OutboxState: Statement {
    /// A channel's messages.
    public struct Row: Hashable, Sendable {
        /// The channel.
        public let channel: String

        /// Messages that a drain would claim now.
        public let due: Int

        /// Messages that a live drain is working on.
        public let leased: Int

        /// Messages that were put back, or written for later, and are not due yet.
        public let retrying: Int

        /// Calls that may have happened.
        public let unknown: Int

        /// Dead letters that nobody has decided.
        public let dead: Int

        /// How long the oldest due message has been waiting; nil when none is due.
        public let oldestDue: Duration?
    }

    /// Reads only schema `report`.
    public static let sql = """
        SELECT channel, due, leased, retrying, unknown, dead, oldest_due_seconds
        FROM report.outbox
        ORDER BY channel
        """

    /// All channels.
    public init() {}

    /// Reads one channel.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> Row {
        try Row(
            channel: row.next(),
            due: row.next(),
            leased: row.next(),
            retrying: row.next(),
            unknown: row.next(),
            dead: row.next(),
            oldestDue: row.next(Int64?.self).map { .seconds($0) }
        )
    }
}
