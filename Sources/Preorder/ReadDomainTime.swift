public import Postgres

/// Domain time; one row.
public struct ReadDomainTime: Statement {
    /// The database's clock, or its simulation's.
    public static let sql = "SELECT outbox.now()"

    /// The statement.
    public init() {}

    /// The instant.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> Timestamp {
        try row.next()
    }
}
