public import Postgres

/// Removes what has served its time: `reservoir-sweep retention`.
///
/// Days of messages and attempts are detached without blocking and dropped, once nothing that is
/// still open names them; the caller must own the tables.
public struct Retention: Sendable {
    /// What was removed.
    public struct Result: Sendable {
        /// Sealed requests wiped.
        public var requestsWiped = 0

        /// Partitions dropped.
        public var partitionsDropped = 0

        /// Runs forgotten.
        public var runsForgotten = 0
    }

    private let days: Int

    /// Keeps `days` days of history.
    public init(days: Int) { self.days = days }

    /// Removes what is due.
    ///
    /// `asOf` is the domain time to use for key windows.
    public func run(asOf: Timestamp?, on connection: Connection) async throws -> Result {
        var result = Result()
        result.requestsWiped = try await connection.execute(WipeRequests(asOf: asOf))
        for partition in try await connection.query(FindOldPartitions(days: days)) {
            try await connection.script(
                "ALTER TABLE outbox.\(partition.parent) DETACH PARTITION "
                    + "outbox.\(partition.name) CONCURRENTLY"
            )
            try await connection.script("DROP TABLE outbox.\(partition.name)")
            result.partitionsDropped += 1
        }
        result.runsForgotten = try await connection.execute(ForgetRuns(days: days))
        return result
    }
}

/// Wipes requests whose message has its verdict and whose key's window is over.
struct WipeRequests: Statement {
    static let sql = """
        DELETE FROM outbox.attempt_request AS r
        WHERE r.window_ends_at < coalesce($1, outbox.now())
          AND NOT EXISTS (SELECT FROM outbox.open_attempt AS o
                          WHERE o.attempt_id = r.attempt_id)
        """

    let asOf: Timestamp?

    var bindings: [any Bindable] { [asOf] }
}

/// Partitions older than the days kept that nothing open names.
///
/// Their names come from the catalogue and consist of lower-case letters, digits and underscores
/// only.
struct FindOldPartitions: Statement {
    static let sql = """
        SELECT parent.relname, child.relname
        FROM pg_inherits AS i
        JOIN pg_class AS parent ON parent.oid = i.inhparent
        JOIN pg_class AS child ON child.oid = i.inhrelid
        JOIN pg_namespace AS n ON n.oid = parent.relnamespace AND n.nspname = 'outbox'
        CROSS JOIN LATERAL to_date(right(child.relname, 8), 'YYYYMMDD') AS p (old_day)
        WHERE parent.relname IN ('message', 'attempt')
          AND child.relname ~ '^(message|attempt)_[0-9]{8}$'
          AND p.old_day < outbox.today() - $1::integer
          AND NOT EXISTS (SELECT FROM outbox.queue AS q WHERE q.day = p.old_day)
          AND NOT EXISTS (SELECT FROM outbox.open_attempt AS o WHERE o.message_day = p.old_day)
          AND NOT EXISTS (SELECT FROM outbox.dead_letter AS d
                          WHERE d.message_day = p.old_day AND d.state = 'open')
        ORDER BY child.relname
        """

    let days: Int

    var bindings: [any Bindable] { [days] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (parent: String, name: String) {
        try (row.next(), row.next())
    }
}

/// Forgets finished runs older than the days kept.
struct ForgetRuns: Statement {
    static let sql = """
        DELETE FROM outbox.batch_run
        WHERE finished_at < clock_timestamp() - $1 * interval '1 day'
        """

    let days: Int

    var bindings: [any Bindable] { [days] }
}
