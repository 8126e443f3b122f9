import Foundation
import Outbox
public import Postgres

/// Recipients are reminded of gifts that expire soon: `reservoir-sweep gifts`.
///
/// Of each once, `gift_reminder_days` of the sender's country before it expires; a gift whose
/// whole period is shorter needs no reminder.
public enum RemindOfGifts {
    /// What one transaction did.
    public struct Result: Sendable {
        /// Gifts that were found; fewer than the limit means that none is left.
        public let found: Int

        /// Reminders written here; other gifts were answered meanwhile.
        public let reminded: Int
    }

    /// Writes the reminders of at most `limit` gifts, first-to-expire first, in one transaction.
    ///
    /// - Throws: `PostgresError`.
    public static func run(
        asOf: Timestamp?,
        limit: Int,
        on connection: Connection
    ) async throws -> Result {
        let result = try await connection.transaction { tx in
            let now = try tx.only(ReadInstant(asOf: asOf))
            let lapsing = try tx.query(LockLapsing(now: now, limit: limit))
            // A statement of its own: what the locks came upon is visible only to it.
            let reminded = try tx.query(NoteReminders(reservationIDs: lapsing, now: now))
            try tx.writeAndTell(
                try reminded.map { try $0.draft(.reminder) },
                news: reminded.map { $0.news(.giftReminder, to: .recipient) },
                at: now
            )
            CrashPoint.reach("gifts-remind:before-commit")
            return Result(found: lapsing.count, reminded: reminded.count)
        }
        CrashPoint.reach("gifts-remind:after-commit")
        return result
    }
}

/// The reservations of gifts whose recipients are to be reminded, locked, first-to-expire first;
/// those that somebody holds are passed over.
struct LockLapsing: Statement {
    // The longest notice of any country bounds what is read of the index.
    static let sql = """
        SELECT g.reservation_id FROM preorder.gift AS g
        JOIN preorder.reservation AS r USING (reservation_id)
        JOIN preorder.policy AS y ON y.country = r.country
        WHERE g.status = 'offered' AND g.reminded_at IS NULL AND g.expires_at > $1
          AND g.expires_at <= $1::timestamptz
              + (SELECT max(gift_reminder_days) FROM preorder.policy) * interval '1 day'
          AND g.expires_at - y.gift_reminder_days * interval '1 day' <= $1
          AND g.expires_at - y.gift_reminder_days * interval '1 day' > g.offered_at
        ORDER BY g.expires_at, g.gift_id LIMIT $2
        FOR UPDATE OF r SKIP LOCKED
        """

    let now: Timestamp
    let limit: Int

    var bindings: [any Bindable] { [now, limit] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}

/// Notes in open gifts that their recipients are reminded; a row a gift.
struct NoteReminders: Statement {
    static let sql = """
        UPDATE preorder.gift SET reminded_at = $2
        WHERE reservation_id = ANY ($1) AND status = 'offered' AND reminded_at IS NULL
        RETURNING gift_id, reservation_id, sender_id, recipient_id, status, false
        """

    let reservationIDs: [UUID]
    let now: Timestamp

    var bindings: [any Bindable] { [reservationIDs, now] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> GiftCase {
        try GiftCase(
            giftID: row.next(),
            reservationID: row.next(),
            senderID: row.next(),
            recipientID: row.next(),
            status: row.nextStatus(Self.name),
            isLapsed: row.next()
        )
    }
}
