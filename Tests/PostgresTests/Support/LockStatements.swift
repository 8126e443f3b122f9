import Postgres

/// Waits for, or takes, the one advisory lock that the tests block each other with.
struct TakeLock: Statement {
    static let sql = "SELECT pg_advisory_xact_lock(1)"
}

/// Waits for the lock as long as others hold it exclusively.
struct ShareLock: Statement {
    static let sql = "SELECT pg_advisory_xact_lock_shared(1)"
}

/// Takes the lock for the session.
struct HoldLock: Statement {
    static let sql = "SELECT pg_advisory_lock(1)"
}

/// Gives the lock back.
struct ReleaseLock: Statement {
    static let sql = "SELECT pg_advisory_unlock(1)"
}

/// How many backends of this database wait for an advisory lock.
struct LockWaiters: Statement {
    static let sql = """
        SELECT count(*) FROM pg_locks
        JOIN pg_database ON pg_database.oid = pg_locks.database
        WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
        """
    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}

/// Ends another backend.
struct Terminate: Statement {
    static let sql = "SELECT pg_terminate_backend($1, 60000)"
    let process: Int32
    var bindings: [any Bindable] { [process] }
    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Bool { try row.next() }
}

/// Something small that any usable connection can do.
struct One: Statement {
    static let sql = "SELECT 1"
    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}

extension Connection {
    /// Returns once this many backends wait for the lock.
    func untilWaiting(_ count: Int) async throws {
        while try await only(LockWaiters()) != count { await Task.yield() }
    }
}
