public import Postgres

/// Brings a database's schema up to date.
///
/// Roles first, then each missing migration in a transaction of its own, then every view, then the
/// grants, then the partitions of the days ahead. Each transaction takes the same advisory lock and
/// looks again at what is recorded, so any number of these may run at once and none needs a session
/// of its own.
public struct Migrator: Sendable {
    private let directory: SQLDirectory

    /// A migrator with the files of `directory`.
    public init(_ directory: SQLDirectory) { self.directory = directory }

    /// An hour: the longest that a step may take, waiting for another run included.
    private static let deadline = Duration.seconds(3_600)

    /// What there would be to do.
    ///
    /// - Throws: `ProgramError` when the files cannot be read; `PostgresError`.
    public func plan(on connection: Connection) async throws -> MigrationPlan {
        let files = try MigrationFile.all(in: directory)
        let records =
            try await connection.only(HasRecord())
            ? try await connection.query(ReadRecords()) : []
        return MigrationPlan(files: files, records: records)
    }

    /// Does it.
    ///
    /// - Returns: the names of the files this run applied; empty when another run was faster.
    /// - Throws: `ProgramError.configuration` for an edited file or a newer database, and then
    ///   nothing was changed; `ProgramError.unavailable` when a table stayed locked, or an earlier
    ///   file's changes stay; `PostgresError` for a file that the server refuses.
    public func migrate(on connection: Connection) async throws -> [String] {
        let files = try MigrationFile.all(in: directory)
        try await step(on: connection) { tx in
            try tx.script(MigrationRecordTable.sql)
            try MigrationPlan(files: files, records: try tx.query(ReadRecords())).check()
        }
        try await script("roles.sql", on: connection)
        var applied: [String] = []
        for file in files where try await apply(file, of: files, on: connection) {
            applied.append(file.name)
        }
        for view in try directory.files(in: "views") {
            try await script("views/\(view)", on: connection)
        }
        try await script("grants.sql", on: connection)
        _ = try await connection.only(CreatePartitionsAhead())
        return applied
    }

    private func apply(
        _ file: MigrationFile,
        of files: [MigrationFile],
        on connection: Connection
    ) async throws -> Bool {
        try await step(on: connection) { tx in
            let plan = MigrationPlan(files: files, records: try tx.query(ReadRecords()))
            try plan.check()
            guard plan.pending.contains(where: { $0.number == file.number }) else { return false }
            try tx.script(file.sql, deadline: Self.deadline)
            try tx.execute(RecordMigration(file: file))
            return true
        }
    }

    private func script(_ name: String, on connection: Connection) async throws {
        guard let sql = try directory.text(name) else { return }
        try await step(on: connection) { tx in try tx.script(sql, deadline: Self.deadline) }
    }

    /// A transaction that no other migration runs beside.
    private func step<R: Sendable>(
        on connection: Connection,
        _ body: @Sendable (borrowing Transaction) throws -> R
    ) async throws -> R {
        try await connection.transaction { tx in
            _ = try tx.query(LiftTimeouts())
            _ = try tx.query(LockMigrations(), deadline: Self.deadline)
            _ = try tx.query(LimitLocks())
            return try body(tx)
        }
    }
}
