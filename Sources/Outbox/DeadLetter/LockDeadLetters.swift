public import Postgres

extension Transaction {
    /// Locks dead letters until commit and says how each stands now, in id order; an id that never
    /// was one is missing.
    ///
    /// Queue rows are locked before letters, as by everyone. Only one whose `refusal` is nil can
    /// be decided.
    ///
    /// - Throws: `PostgresError`.
    public borrowing func lockDeadLetters(
        _ messageIDs: [Int64]
    ) throws(PostgresError) -> [DeadLetter] {
        guard !messageIDs.isEmpty else { return [] }
        try execute(LockDeadRows(messageIDs: messageIDs))
        // A statement of its own: what the locks were waited for is visible only to the next one.
        return try query(LockDeadLetters(messageIDs: messageIDs))
    }
}

/// Locks the queue rows of dead letters, in id order; a message that is not dead is left to the
/// drains.
struct LockDeadRows: Statement {
    static let sql = """
        SELECT q.message_id
        FROM outbox.dead_letter AS d
        JOIN outbox.queue AS q ON q.channel = d.channel AND q.lane = outbox.lane_of(d.key)
         AND q.message_id = d.message_id
        WHERE d.message_id = ANY ($1) AND q.state = 'dead'
        ORDER BY q.message_id
        FOR UPDATE OF q
        """

    let messageIDs: [Int64]

    var bindings: [any Bindable] { [messageIDs] }
}

/// Dead letters, locked in id order.
struct LockDeadLetters: Statement {
    static let sql = """
        SELECT \(DeadLetter.columns)
        FROM outbox.dead_letter AS d
        WHERE d.message_id = ANY ($1)
        ORDER BY d.message_id
        FOR UPDATE OF d
        """

    let messageIDs: [Int64]

    var bindings: [any Bindable] { [messageIDs] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> DeadLetter {
        try DeadLetter(&row)
    }
}
