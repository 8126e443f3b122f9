public import Postgres

/// Which dead letters are meant; every condition left out is met by all.
public struct DeadLetterFilter: Sendable {
    /// Their channel.
    public var channel: String?

    /// Their kind.
    public var kind: String?

    /// Where they stand.
    public var state: DeadLetter.State?

    /// Given up at this instant or later, domain time.
    public var since: Timestamp?

    /// Given up before this instant, domain time.
    public var before: Timestamp?

    /// All letters.
    public init() {}
}

/// Dead letters, in the order in which their messages were written; at most `limit`.
public struct ReadDeadLetters: Statement {
    /// One row a letter.
    public static let sql = """
        SELECT \(DeadLetter.columns)
        FROM outbox.dead_letter AS d
        WHERE d.message_id > $1
          AND ($3::text IS NULL OR d.channel = $3) AND ($4::text IS NULL OR d.kind = $4)
          AND ($5::text IS NULL OR d.state = $5)
          AND ($6::timestamptz IS NULL OR d.dead_at >= $6)
          AND ($7::timestamptz IS NULL OR d.dead_at < $7)
        ORDER BY d.message_id
        LIMIT $2
        """

    private let filter: DeadLetterFilter
    private let cursor: Int64
    private let limit: Int

    /// The letters that `filter` means, of messages after `cursor`: the last one already seen.
    public init(_ filter: DeadLetterFilter, after cursor: Int64 = 0, limit: Int) {
        self.filter = filter
        self.cursor = cursor
        self.limit = limit
    }

    /// Cursor, limit and conditions.
    public var bindings: [any Bindable] {
        [
            cursor, limit, filter.channel, filter.kind, filter.state, filter.since,
            filter.before,
        ]
    }

    /// One letter.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> DeadLetter {
        try DeadLetter(&row)
    }
}
