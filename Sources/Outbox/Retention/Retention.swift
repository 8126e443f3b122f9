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
        for partition in try await connection.query(FindPendingPartitions()) {
            try await partition.detach("FINALIZE", on: connection)
        }
        for partition in try await connection.query(FindOldPartitions(days: days)) {
            try await partition.detach("CONCURRENTLY", on: connection)
        }
        for name in try await connection.query(FindDetachedDays(days: days)) {
            try await connection.script("DROP TABLE outbox.\(name)")
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

/// A day of messages or attempts.
///
/// The names come from the catalogue and consist of lower-case letters, digits and underscores only.
struct DayPartition: Sendable {
    let parent: String
    let name: String

    nonisolated(nonsending) func detach(_ how: String, on connection: Connection) async throws {
        try await connection.script(
            "ALTER TABLE outbox.\(parent) DETACH PARTITION outbox.\(name) \(how)"
        )
    }
}

/// Days whose detaching a run that died left half done: until that is finished no other day can be
/// detached.
struct FindPendingPartitions: Statement {
    static let sql = """
        SELECT parent.relname, child.relname
        FROM pg_inherits AS i
        JOIN pg_class AS parent ON parent.oid = i.inhparent
        JOIN pg_class AS child ON child.oid = i.inhrelid
        JOIN pg_namespace AS n ON n.oid = parent.relnamespace AND n.nspname = 'outbox'
        WHERE i.inhdetachpending AND child.relname ~ '^(message|attempt)_[0-9]{8}$'
        ORDER BY child.relname
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> DayPartition {
        try DayPartition(parent: row.next(), name: row.next())
    }
}

/// Tables of days that are detached and past the days kept, those that a run that died did not
/// drop among them.
struct FindDetachedDays: Statement {
    static let sql = """
        SELECT c.relname
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = 'outbox'
        WHERE c.relkind = 'r' AND NOT c.relispartition
          AND c.relname ~ '^(message|attempt)_[0-9]{8}$'
          AND to_date(right(c.relname, 8), 'YYYYMMDD') < outbox.today() - $1::integer
        ORDER BY c.relname
        """

    let days: Int

    var bindings: [any Bindable] { [days] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
}

/// Partitions older than the days kept that nothing open names.
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

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> DayPartition {
        try DayPartition(parent: row.next(), name: row.next())
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
