import Foundation
import Outbox
public import Postgres

/// Members are told of points that are about to expire: `reservoir-sweep points`.
///
/// A lot is told of once, `points_notice_days` of its member's country before it expires: that it
/// was told stands in the lot, written in the transaction that writes the mail's message.
public enum ExpiryNotice {
    /// What one transaction did.
    public struct Result: Sendable {
        /// Lots that were found untold; fewer than the limit means that none is left.
        public let found: Int

        /// Members who are told here, one mail each.
        public let members: Int
    }

    /// Writes one mail for each member of at most `limit` lots, with all that are to be told of.
    ///
    /// - Throws: `PostgresError`.
    public static func run(
        asOf: Timestamp?,
        limit: Int,
        on connection: Connection
    ) async throws -> Result {
        let result = try await connection.transaction { tx in
            let now = try tx.only(ReadInstant(asOf: asOf))
            let untold = try tx.query(FindUntold(now: now, limit: limit))
            let members = Set(untold).sorted()
            try tx.execute(LockAccounts(memberIDs: members))
            // A statement of its own: what the locks were waited for is visible only to it.
            let notices = try tx.query(NoteLots(memberIDs: members, now: now))
            try tx.write(try notices.map { try $0.draft() }, at: now)
            CrashPoint.reach("points-notice:before-commit")
            return Result(found: untold.count, members: notices.count)
        }
        CrashPoint.reach("points-notice:after-commit")
        return result
    }
}

/// What one member is told of.
struct PointsNotice: Sendable {
    let memberID: UUID
    let lotIDs: [Int64]

    func draft() throws -> MessageDraft {
        var payload = MessagePayload()
        payload.memberID = memberID
        payload.lotIDs = lotIDs
        return MessageDraft(
            channel: "mail",
            kind: "points_expiring",
            key: memberID,
            payload: try payload.json()
        )
    }
}

/// Lots that expire within the notice of their member's country and are not told of.
///
/// They are `l`, and now is $1. Erased members are told nothing.
private let untold = """
    preorder.point_lot AS l
    JOIN preorder.member AS m USING (member_id)
    JOIN preorder.policy AS y USING (country)
    WHERE l.remaining > 0 AND l.noticed_at IS NULL AND m.erased_at IS NULL
      AND l.expires_at > $1
      AND l.expires_at <= $1::timestamptz + y.points_notice_days * interval '1 day'
    """

/// The members of lots that are to be told of, first-to-expire first, a row a lot.
struct FindUntold: Statement {
    // The longest notice of any country bounds what is read of the index.
    static let sql = """
        SELECT l.member_id FROM \(untold)
          AND l.expires_at <= $1::timestamptz
              + (SELECT max(points_notice_days) FROM preorder.policy) * interval '1 day'
        ORDER BY l.expires_at, l.lot_id LIMIT $2
        """

    let now: Timestamp
    let limit: Int

    var bindings: [any Bindable] { [now, limit] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}

/// Notes in the lots that they are told of, under the balances' locks; a row a member.
struct NoteLots: Statement {
    static let sql = """
        WITH due AS (
            SELECT l.lot_id FROM \(untold) AND l.member_id = ANY ($2)
        ), noted AS (
            UPDATE preorder.point_lot AS l SET noticed_at = $1
            FROM due WHERE l.lot_id = due.lot_id
            RETURNING l.member_id, l.lot_id, l.expires_at
        )
        SELECT member_id, array_agg(lot_id ORDER BY expires_at, lot_id)
        FROM noted GROUP BY member_id ORDER BY member_id
        """

    let memberIDs: [UUID]
    let now: Timestamp

    var bindings: [any Bindable] { [now, memberIDs] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> PointsNotice {
        try PointsNotice(memberID: row.next(), lotIDs: row.next())
    }
}
