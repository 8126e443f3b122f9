public import Foundation
public import Postgres

/// A run of a batch program, as it stands in `outbox.batch_run`.
public struct BatchRun: Sendable {
    /// Identifies the run.
    public let runID: UUID

    /// The program's name.
    public let program: String

    /// The channel it drains, or the task it does.
    public let channel: String

    /// The host's name.
    public let host: String

    /// The program's version.
    public let version: String

    /// A run of `program` on this host.
    public init(runID: UUID, program: String, channel: String, host: String, version: String) {
        self.runID = runID
        self.program = program
        self.channel = channel
        self.host = host
        self.version = version
    }

    /// Writes that the run has begun and creates missing partitions.
    ///
    /// They are created days ahead, so one that waits for somebody's lock is left to a later run. A
    /// run that looks for what is wrong does not create them: it must see when they are missing.
    ///
    /// - Throws: `PostgresError`; nothing was done yet.
    public func begin(
        on connection: Connection,
        createsPartitions: Bool = true
    ) async throws {
        if createsPartitions { try await Self.createPartitions(on: connection) }
        _ = try await connection.execute(BeginRun(run: self))
    }

    private static func createPartitions(on connection: Connection) async throws {
        do {
            _ = try await connection.query(CreatePartitions())
        } catch PostgresError.server(let error) where error.sqlState == .lockNotAvailable {
            // Nothing was created.
        }
    }

    /// Writes how the run ended: `done`, `stopped`, `unavailable` or `failed`.
    ///
    /// - Throws: `PostgresError`; the row then stays unfinished, which `check` reports.
    public func end(
        _ counts: RunCounts,
        result: String,
        on connection: Connection
    ) async throws {
        _ = try await connection.execute(EndRun(runID: runID, counts: counts, result: result))
    }
}

/// Creates the partitions of the days ahead; returns how many were missing.
struct CreatePartitions: Statement {
    static let sql = "SELECT outbox.create_partitions()"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}

/// One row a run.
struct BeginRun: Statement {
    static let sql = """
        INSERT INTO outbox.batch_run (run_id, program, channel, host, pid, version, started_at)
        VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())
        """

    let run: BatchRun

    var bindings: [any Bindable] {
        [
            run.runID, run.program, run.channel, run.host,
            Int64(ProcessInfo.processInfo.processIdentifier), run.version,
        ]
    }
}

/// Ends the run's row.
struct EndRun: Statement {
    static let sql = """
        UPDATE outbox.batch_run
        SET finished_at = clock_timestamp(), result = $2, claimed = $3, applied = $4,
            rejected = $5, retried = $6, unknown = $7, dead = $8, conflicts = $9
        WHERE run_id = $1
        """

    let runID: UUID
    let counts: RunCounts
    let result: String

    var bindings: [any Bindable] {
        [
            runID, result, counts.claimed, counts.applied, counts.rejected, counts.retried,
            counts.unknown, counts.dead, counts.conflicts,
        ]
    }
}
