import Postgres

/// The domain time of a database: its real clock or, in a simulation, its clock row.
///
/// Asked at most every 50 ms, when a call comes in.
public struct DatabaseClock: SandboxClock {
    private let clock: RecentClock

    /// A clock that follows a database, which must be there now.
    ///
    /// - Parameter conninfo: a libpq conninfo or URI; empty for the `PG*` environment.
    /// - Throws: `SandboxError.clockFailed` when the database or `outbox.now()` is not there.
    public init(conninfo: String) async throws(SandboxError) {
        clock = RecentClock(DatabaseTime(conninfo: conninfo), freshness: .milliseconds(50))
        _ = try await clock.now()
    }

    /// The domain's present instant.
    public func now() async throws(SandboxError) -> Instant {
        try await clock.now()
    }
}

/// Asks the database, on one connection that is opened again after it was lost.
private actor DatabaseTime: SandboxClock {
    private let configuration: ConnectionConfiguration
    private var connection: Connection?

    init(conninfo: String) {
        configuration = ConnectionConfiguration(
            conninfo: conninfo,
            applicationName: "reservoir-sandbox",
            connectTimeout: .seconds(2),
            statementDeadline: .seconds(2)
        )
    }

    func now() async throws(SandboxError) -> Instant {
        do {
            return Instant(microseconds: try await opened().only(DomainTime()))
        } catch {
            await connection?.close()
            connection = nil
            throw .clockFailed("\(error)")
        }
    }

    private func opened() async throws(PostgresError) -> Connection {
        if let connection, await !connection.isClosed { return connection }
        let opened = try await Connection.connect(configuration)
        connection = opened
        return opened
    }
}

private struct DomainTime: Statement {
    static let sql = "SELECT (extract(epoch FROM outbox.now()) * 1000000)::bigint"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int64 { try row.next() }
}
