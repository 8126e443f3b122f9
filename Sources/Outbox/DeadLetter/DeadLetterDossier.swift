public import Postgres

/// All that is known of a dead letter: what was asked for, each attempt, what is open.
public struct DeadLetterDossier: Sendable {
    /// The letter.
    public let letter: DeadLetter

    /// Its message; nil after retention.
    public let message: Message?

    /// The attempt that has no verdict.
    public let openAttempt: Attempt?

    /// What the journal says, in order.
    public let journal: [Entry]

    /// A message as it was written.
    public struct Message: Sendable {
        /// Ids and amounts.
        public let payload: JSONText

        /// The message whose effect it reverses.
        public let compensates: Int64?

        /// When, domain time.
        public let createdAt: Timestamp
    }

    /// An attempt that may have taken effect.
    public struct Attempt: Sendable {
        /// Which call it was.
        public let operation: String

        /// Whom it was addressed to.
        public let destination: String

        /// The key it was sent under.
        public let idempotencyKey: String

        /// How often it was sent.
        public let sends: Int

        /// Domain time of the first send.
        public let firstSentAt: Timestamp

        /// Domain time of the latest send.
        public let lastSentAt: Timestamp

        /// Until when its key can answer, domain time.
        public let windowEndsAt: Timestamp
    }

    /// A row of the journal.
    public struct Entry: Sendable {
        /// The attempt.
        public let attemptID: Int64

        /// `sent`, `resent`, `asked` or `ended`.
        public let event: String

        /// Which call it was.
        public let operation: String

        /// Whom it was addressed to.
        public let destination: String

        /// The key it was sent under.
        public let idempotencyKey: String

        /// How it ended, or what the question brought.
        public let outcome: String?

        /// What was answered.
        public let detail: String?

        /// When, domain time.
        public let at: Timestamp
    }
}

extension Transaction {
    /// The dossier of a dead letter; nil for a message that never was one.
    ///
    /// - Throws: `PostgresError`.
    public borrowing func deadLetterDossier(
        _ messageID: Int64
    ) throws(PostgresError) -> DeadLetterDossier? {
        guard let letter = try first(ReadDeadLetter(messageID: messageID)) else { return nil }
        return DeadLetterDossier(
            letter: letter,
            message: try first(ReadDeadMessage(messageID: messageID)),
            openAttempt: try first(ReadDeadAttempt(messageID: messageID)),
            journal: try query(ReadDeadJournal(messageID: messageID))
        )
    }
}

/// One dead letter; no row when there is none.
struct ReadDeadLetter: Statement {
    static let sql = """
        SELECT \(DeadLetter.columns) FROM outbox.dead_letter AS d WHERE d.message_id = $1
        """

    let messageID: Int64

    var bindings: [any Bindable] { [messageID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> DeadLetter {
        try DeadLetter(&row)
    }
}

/// The message of a dead letter; no row after retention.
struct ReadDeadMessage: Statement {
    static let sql = """
        SELECT m.payload::text, m.compensates, m.created_at
        FROM outbox.dead_letter AS d
        JOIN outbox.message AS m ON m.id = d.message_id AND m.day = d.message_day
        WHERE d.message_id = $1
        """

    let messageID: Int64

    var bindings: [any Bindable] { [messageID] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> DeadLetterDossier.Message {
        try DeadLetterDossier.Message(
            payload: row.next(),
            compensates: row.next(),
            createdAt: row.next()
        )
    }
}

/// The open attempt of a message; at most one row.
struct ReadDeadAttempt: Statement {
    static let sql = """
        SELECT operation, destination, idempotency_key, sends, first_sent_at, last_sent_at,
               window_ends_at
        FROM outbox.open_attempt WHERE message_id = $1
        """

    let messageID: Int64

    var bindings: [any Bindable] { [messageID] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> DeadLetterDossier.Attempt {
        try DeadLetterDossier.Attempt(
            operation: row.next(),
            destination: row.next(),
            idempotencyKey: row.next(),
            sends: row.next(),
            firstSentAt: row.next(),
            lastSentAt: row.next(),
            windowEndsAt: row.next()
        )
    }
}

/// The journal of a dead letter's message: attempts in their order, and within one its events.
struct ReadDeadJournal: Statement {
    static let sql = """
        SELECT a.attempt_id, a.event, a.operation, a.destination, a.idempotency_key, a.outcome,
               a.detail, a.at
        FROM outbox.dead_letter AS d
        JOIN outbox.attempt AS a ON a.message_id = d.message_id AND a.day >= d.message_day
        WHERE d.message_id = $1
        ORDER BY a.attempt_id, a.at,
                 CASE a.event WHEN 'sent' THEN 0 WHEN 'ended' THEN 2 ELSE 1 END
        """

    let messageID: Int64

    var bindings: [any Bindable] { [messageID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> DeadLetterDossier.Entry {
        try DeadLetterDossier.Entry(
            attemptID: row.next(),
            event: row.next(),
            operation: row.next(),
            destination: row.next(),
            idempotencyKey: row.next(),
            outcome: row.next(),
            detail: row.next(),
            at: row.next()
        )
    }
}
