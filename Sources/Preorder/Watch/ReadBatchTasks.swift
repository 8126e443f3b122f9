public import Postgres

/// The channels and tasks of the batches that must run, by name.
public struct ReadBatchTasks: Statement {
    /// Reads only schema `report`.
    public static let sql = "SELECT DISTINCT channel FROM report.batch_due ORDER BY channel"

    /// All of them.
    public init() {}

    /// One name.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
}
