import Postgres

/// A migration that was applied.
struct MigrationRecord: Sendable {
    let number: Int
    let name: String
    let sha256: String
    let appliedAt: Timestamp
}

/// Lets one migration run at a time; freed with the transaction, so a pooler is no obstacle.
struct LockMigrations: Statement {
    // The ASCII of "reservoi": a number that nobody takes by chance.
    static let sql = "SELECT pg_advisory_xact_lock(8243126033219448681)"
}

/// Lets a migration take its time, whatever the role's time-outs are.
struct LiftTimeouts: Statement {
    static let sql = """
        SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true),
               set_config('idle_in_transaction_session_timeout', '0', true)
        """
}

/// Gives up on a table that stays locked: whoever needs it next would wait behind us.
struct LimitLocks: Statement {
    static let sql = "SELECT set_config('lock_timeout', '10s', true)"
}

/// Whether the record of migrations exists; one row.
struct HasRecord: Statement {
    static let sql = "SELECT to_regclass('reservoir.migration') IS NOT NULL"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Bool { try row.next() }
}

/// What was applied, in order.
struct ReadRecords: Statement {
    static let sql =
        "SELECT number, name, sha256, applied_at FROM reservoir.migration ORDER BY number"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> MigrationRecord {
        try MigrationRecord(
            number: row.next(),
            name: row.next(),
            sha256: row.next(),
            appliedAt: row.next()
        )
    }
}

/// Records that a file was applied.
struct RecordMigration: Statement {
    static let sql = "INSERT INTO reservoir.migration (number, name, sha256) VALUES ($1, $2, $3)"

    let file: MigrationFile

    var bindings: [any Bindable] { [file.number, file.name, file.sha256] }
}

/// Creates the days of the partitioned tables that are missing; returns how many.
struct CreatePartitionsAhead: Statement {
    static let sql = "SELECT outbox.create_partitions(14)"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}

/// Where migrations are recorded.
///
/// It stands here and not in a file, because it comes before them.
enum MigrationRecordTable {
    static let sql = """
        CREATE SCHEMA IF NOT EXISTS reservoir;
        COMMENT ON SCHEMA reservoir IS 'Which schema this is: the migrations that were applied.';
        CREATE TABLE IF NOT EXISTS reservoir.migration (
            number integer NOT NULL,
            name text NOT NULL,
            sha256 text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            CONSTRAINT migration_pk PRIMARY KEY (number),
            CONSTRAINT migration_number CHECK (number > 0),
            CONSTRAINT migration_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$')
        );
        COMMENT ON TABLE reservoir.migration IS 'The files of sql/migrations that were applied.';
        COMMENT ON COLUMN reservoir.migration.number IS 'The file''s number; they have no gaps.';
        COMMENT ON COLUMN reservoir.migration.name IS 'The file''s name.';
        COMMENT ON COLUMN reservoir.migration.sha256 IS
            'SHA-256 of its bytes: an edited file stops the next run.';
        COMMENT ON COLUMN reservoir.migration.applied_at IS 'Real time.';
        """
}
