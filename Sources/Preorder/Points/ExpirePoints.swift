import Foundation
import Outbox
public import Postgres

/// Points leave their members when their lots have lapsed: `reservoir-sweep points`.
///
/// What is held does not expire: it has left its lot, and comes back to a grace lot.
public enum ExpirePoints {
    /// What one transaction did.
    public struct Result: Sendable {
        /// Lots that were found lapsed; fewer than the limit means that none is left.
        public let found: Int

        /// Lots that expired here; others were taken by another sweep meanwhile.
        public let lots: Int

        /// Points that expired.
        public let points: Int64
    }

    /// Expires at most `limit` lots, first-to-expire first, in one transaction.
    ///
    /// Members are locked in id order, as by everyone who moves points. Killed at any point, or
    /// several at once, it expires each lot once.
    ///
    /// - Throws: `PostgresError`.
    public static func run(
        asOf: Timestamp?,
        limit: Int,
        on connection: Connection
    ) async throws -> Result {
        let result = try await connection.transaction { tx in
            let now = try tx.only(ReadInstant(asOf: asOf))
            let lapsed = try tx.query(FindLapsed(now: now, limit: limit))
            try tx.execute(LockAccounts(memberIDs: lapsed.map(\.memberID)))
            // A statement of its own: what the locks were waited for is visible only to it.
            let expired = try tx.query(ExpireLots(lotIDs: lapsed.map(\.lotID), now: now))
            try tx.reportBalances(of: Set(expired.map(\.memberID)).sorted(), at: now)
            CrashPoint.reach("points-expire:before-commit")
            return Result(
                found: lapsed.count,
                lots: expired.count,
                points: expired.reduce(0) { $0 + $1.points }
            )
        }
        CrashPoint.reach("points-expire:after-commit")
        return result
    }
}

/// Lots that have lapsed with points in them, first-to-expire first; at most `limit` rows.
struct FindLapsed: Statement {
    static let sql = """
        SELECT lot_id, member_id FROM preorder.point_lot
        WHERE remaining > 0 AND expires_at <= $1
        ORDER BY expires_at, lot_id LIMIT $2
        """

    let now: Timestamp
    let limit: Int

    var bindings: [any Bindable] { [now, limit] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (lotID: Int64, memberID: UUID) {
        try (row.next(), row.next())
    }
}

/// Locks the balances of members in id order, erased ones included.
struct LockAccounts: Statement {
    static let sql = """
        SELECT FROM preorder.point_balance WHERE member_id = ANY ($1)
        ORDER BY member_id
        FOR UPDATE
        """

    let memberIDs: [UUID]

    var bindings: [any Bindable] { [memberIDs] }
}

/// What is left in lapsed lots leaves their members, an entry a lot, under the balances' locks;
/// one row a lot.
struct ExpireLots: Statement {
    static let sql = """
        WITH lapsed AS MATERIALIZED (
            SELECT lot_id, member_id, reservation_id, remaining, expires_at
            FROM preorder.point_lot
            WHERE lot_id = ANY ($1) AND remaining > 0 AND expires_at <= $2
        ), emptied AS (
            UPDATE preorder.point_lot AS l
            SET remaining = 0, expired = l.expired + lapsed.remaining
            FROM lapsed WHERE l.lot_id = lapsed.lot_id
        ), lowered AS (
            UPDATE preorder.point_balance AS b SET available = b.available - s.points
            FROM (SELECT member_id, sum(remaining)::bigint AS points FROM lapsed
                  GROUP BY member_id) AS s
            WHERE b.member_id = s.member_id
        )
        INSERT INTO preorder.point_entry
            (kind, debit, credit, member_id, amount, reservation_id, posted_at)
        SELECT 'expire', 'available', 'expired', member_id, remaining, reservation_id, $2
        FROM lapsed ORDER BY expires_at, lot_id
        RETURNING member_id, amount
        """

    let lotIDs: [Int64]
    let now: Timestamp

    var bindings: [any Bindable] { [lotIDs, now] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (memberID: UUID, points: Int64) {
        try (row.next(), row.next())
    }
}
