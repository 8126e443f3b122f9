extension Connection {
    /// Subscribes to a channel, whose name is taken as written.
    ///
    /// Works on a direct connection only, not behind PgBouncer in transaction mode.
    public func listen(_ channel: String) async throws(PostgresError) {
        try await cancellable { session throws(PostgresError) in try session.listen(channel) }
    }

    /// The next notification, waiting for it at most `limit`; nil when none came.
    ///
    /// - Throws: `connectionLost`; listen again on a new connection, and look at what may have been
    ///   missed.
    public func notification(
        within limit: Duration
    ) async throws(PostgresError) -> Notification? {
        try await cancellable { session throws(PostgresError) in
            try session.notification(within: limit)
        }
    }
}
