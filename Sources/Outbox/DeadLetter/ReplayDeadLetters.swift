public import Postgres

/// When replayed messages become due: one after the other, so that their destination is not
/// flooded.
public struct ReplayPace: Sendable {
    /// When the first one is due, domain time.
    public var firstDueAt: Timestamp

    /// How much later each next one is due.
    public let interval: Duration

    /// The first at `firstDueAt`, each next one `interval` later.
    public init(firstDueAt: Timestamp, interval: Duration = .zero) {
        self.firstDueAt = firstDueAt
        self.interval = interval
    }
}

/// A message that went back into the queue.
public struct ReplayedLetter: Sendable, Hashable {
    /// The message.
    public let messageID: Int64

    /// When it is due, domain time.
    public let dueAt: Timestamp
}

extension Transaction {
    /// Puts dead letters that were locked back into the queue, under their own identity: the same
    /// message, the same keys, with the tries of its policy to spend anew.
    ///
    /// One with an open attempt becomes unknown: it is asked about, never sent anew. A letter that
    /// somebody decided before is passed over, so one is replayed once.
    ///
    /// - Parameters:
    ///   - letters: from `lockDeadLetters`.
    ///   - decision: who replays them when and why.
    ///   - pace: when each is due.
    /// - Returns: those that went back, in id order.
    /// - Throws: `PostgresError`.
    @discardableResult
    public borrowing func replayDeadLetters(
        _ letters: [DeadLetter],
        _ decision: DeadLetter.Decision,
        pace: ReplayPace
    ) throws(PostgresError) -> [ReplayedLetter] {
        let ids = letters.filter { $0.refusal == nil }.map(\.messageID)
        guard !ids.isEmpty else { return [] }
        return try query(
            ReplayDeadLetters(messageIDs: ids.sorted(), decision: decision, pace: pace)
        )
    }
}

/// Moves locked letters and their queue rows on together; returns what went back, in id order.
struct ReplayDeadLetters: Statement {
    static let sql = """
        WITH letter AS (
            UPDATE outbox.dead_letter AS d
            SET state = 'replayed', resolved_by = $2, resolved_at = $3, reason = $4,
                evidence = NULL
            FROM unnest($1::bigint[]) WITH ORDINALITY AS asked (message_id, place)
            WHERE d.message_id = asked.message_id AND d.state = 'open'
            RETURNING d.message_id, d.channel, d.key, asked.place
        ), back AS (
            UPDATE outbox.queue AS q
            SET state = CASE WHEN o.message_id IS NULL THEN 'waiting' ELSE 'unknown' END,
                due_at = $5::timestamptz + (letter.place - 1) * $6::bigint * interval '1 microsecond',
                attempts = 0, asks = 0, crashes = 0
            FROM letter LEFT JOIN outbox.open_attempt AS o USING (message_id)
            WHERE q.channel = letter.channel AND q.lane = outbox.lane_of(letter.key)
              AND q.message_id = letter.message_id AND q.state = 'dead'
            RETURNING q.message_id, q.due_at
        )
        SELECT message_id, due_at FROM back ORDER BY message_id
        """

    let messageIDs: [Int64]
    let decision: DeadLetter.Decision
    let pace: ReplayPace

    var bindings: [any Bindable] {
        [
            messageIDs, decision.by, decision.at, decision.reason, pace.firstDueAt,
            pace.interval.wholeMicroseconds,
        ]
    }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> ReplayedLetter {
        try ReplayedLetter(messageID: row.next(), dueAt: row.next())
    }
}
