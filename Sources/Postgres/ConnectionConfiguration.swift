/// How to reach a database and how long to wait for it.
public struct ConnectionConfiguration: Sendable {
    /// A libpq conninfo or URI, several hosts allowed; empty for the `PG*` environment, service
    /// file and passfile.
    public var conninfo: String

    /// What `pg_stat_activity` and the server's log call this program; empty leaves the conninfo's.
    public var applicationName: String

    /// The time for the whole connect, all hosts together.
    public var connectTimeout: Duration

    /// The time for each statement that does not name its own.
    public var statementDeadline: Duration

    /// How long the server may take to confirm a cancellation or a ROLLBACK before the connection
    /// is closed.
    public var cancelGrace: Duration

    /// Whether the server keeps each statement's plan for the connection's life.
    ///
    /// It spares the parsing and planning of small statements that are run often, which cost more
    /// than running them. Behind a pooler (PgBouncer in transaction mode) it is not done, whatever
    /// is said here.
    public var keepsPlans = false

    /// Told of every notice and warning the server sends; called on the connection's thread.
    public var onNotice: (@Sendable (ServerError) -> Void)?

    /// A configuration; by default the `PG*` environment, 10 s to connect and 60 s a statement.
    ///
    /// A cancellation is confirmed within a millisecond; 5 s of grace outlast a checkpoint's stall.
    public init(
        conninfo: String = "",
        applicationName: String = "",
        connectTimeout: Duration = .seconds(10),
        statementDeadline: Duration = .seconds(60),
        cancelGrace: Duration = .seconds(5),
        onNotice: (@Sendable (ServerError) -> Void)? = nil
    ) {
        self.conninfo = conninfo
        self.applicationName = applicationName
        self.connectTimeout = connectTimeout
        self.statementDeadline = statementDeadline
        self.cancelGrace = cancelGrace
        self.onNotice = onNotice
    }
}
