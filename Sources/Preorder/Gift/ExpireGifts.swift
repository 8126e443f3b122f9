import Foundation
import Outbox
public import Postgres

/// Gifts that nobody accepted in time expire and are refunded: `reservoir-sweep gifts`.
public enum ExpireGifts {
    /// What one transaction did.
    public struct Result: Sendable {
        /// Gifts that were found lapsed; fewer than the limit means that none is left.
        public let found: Int

        /// Gifts that expired here; others are left for the next time.
        public let expired: Int
    }

    /// Expires at most `limit` gifts, first-to-expire first, in one transaction.
    ///
    /// Gifts that somebody is just answering, and those whose sender's points a drain is just
    /// crediting, are passed over. Killed at any point, or several at once, it expires each gift
    /// once and opens one refund for it.
    ///
    /// - Throws: `PostgresError`.
    public static func run(
        asOf: Timestamp?,
        limit: Int,
        on connection: Connection
    ) async throws -> Result {
        let result = try await connection.transaction { tx in
            let now = try tx.only(ReadInstant(asOf: asOf))
            let lapsed = try tx.query(LockLapsed(now: now, limit: limit))
            // Statements of their own: what the locks came upon is visible only to them.
            let found = try tx.query(LockRefundables(reservationIDs: lapsed))
                .map { $0.at(now) }
            let busy = try tx.creditedNow(found)
            let events = found.filter { !busy.contains($0.reservationID) }
                .map { ($0.reservationID, GiftEvent.expire) }
            let settled = try tx.settleGifts(
                Dictionary(uniqueKeysWithValues: events),
                of: found,
                at: now
            )
            CrashPoint.reach("gifts-expire:before-commit")
            return Result(found: lapsed.count, expired: settled.moves.count)
        }
        CrashPoint.reach("gifts-expire:after-commit")
        return result
    }
}

/// The reservations of lapsed gifts, locked, first-to-expire first; those that somebody holds are
/// passed over.
struct LockLapsed: Statement {
    static let sql = """
        SELECT g.reservation_id FROM preorder.gift AS g
        JOIN preorder.reservation AS r USING (reservation_id)
        WHERE g.status = 'offered' AND g.expires_at <= $1 AND r.status IN ('reserved', 'released')
        ORDER BY g.expires_at, g.gift_id LIMIT $2
        FOR UPDATE OF r SKIP LOCKED
        """

    let now: Timestamp
    let limit: Int

    var bindings: [any Bindable] { [now, limit] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}
