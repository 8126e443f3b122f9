public import Postgres

/// The channels, by name.
public struct ReadChannels: Statement {
    /// One row a channel.
    public static let sql = "SELECT channel FROM outbox.channel ORDER BY channel"

    /// All of them.
    public init() {}

    /// One name.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
}
