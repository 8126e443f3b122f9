import Foundation
import Outbox
import Postgres

/// Everybody who had reserved a game when its release was moved is told, once a move.
///
/// How far that is done stands in the move's row, which whoever tells locks: a run that dies
/// repeats nobody, and of two runs one tells. A later move takes the place of the one before.
enum TellOfMove {
    /// Tells at most `limit` members of one move, in one transaction; returns how many, or nil when
    /// there is no move that nobody else tells of.
    static func run(
        asOf: Timestamp?,
        limit: Int,
        on connection: Connection
    ) async throws -> Int? {
        let told: Int? = try await connection.transaction { tx in
            guard let move = try tx.first(LockMove()) else { return nil }
            let now = try tx.only(ReadInstant(asOf: asOf))
            let batch = try tx.query(FindConcerned(move: move, limit: limit))
            let told = batch.filter(\.isFirst).map(\.concerned)
            try tx.writeAndTell(try told.map { try $0.mail("game_moved") }, at: now)
            try tx.execute(
                NoteTold(
                    move: move,
                    through: batch.last?.concerned.reservationID ?? move.toldThrough,
                    isLast: batch.count < limit,
                    now: now
                )
            )
            CrashPoint.reach("releases:tell:before-commit")
            return told.count
        }
        CrashPoint.reach("releases:tell:after-commit")
        return told
    }
}

/// A move of which not everybody is told, its row locked.
struct OpenMove: Sendable {
    let gameID: UUID
    let version: Int
    let movedAt: Timestamp
    let toldThrough: UUID
}

/// One move of which not everybody is told, locked; those that somebody holds are passed over.
struct LockMove: Statement {
    static let sql = """
        SELECT game_id, version, moved_at, told_through FROM preorder.game_move
        WHERE told_at IS NULL
        ORDER BY game_id LIMIT 1
        FOR UPDATE SKIP LOCKED
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> OpenMove {
        try OpenMove(
            gameID: row.next(),
            version: row.next(),
            movedAt: row.next(),
            toldThrough: row.next(UUID?.self) ?? .first
        )
    }
}

/// Reservations that were there when a release was moved and still stand, in id order, and who is
/// to be told: the owner, of a gift without one who gives it.
///
/// `isFirst` says that the member has no earlier one of the game, so that each is told once.
struct FindConcerned: Statement {
    static let sql = """
        WITH batch AS MATERIALIZED (
            SELECT reservation_id, coalesce(owner_id, member_id) AS person
            FROM preorder.reservation
            WHERE game_id = $1 AND reservation_id > $2 AND created_at <= $3
              AND status IN ('awaiting_payment', 'pending', 'reserved', 'released', 'refunding')
            ORDER BY reservation_id LIMIT $4
        )
        SELECT b.reservation_id, b.person, NOT EXISTS (
                   SELECT FROM preorder.reservation AS own
                   WHERE own.owner_id = b.person AND own.game_id = $1
                     AND own.status IN ('awaiting_payment', 'pending', 'reserved', 'released',
                                        'refunding')
                     AND own.reservation_id < b.reservation_id AND own.created_at <= $3
               ) AND NOT EXISTS (
                   SELECT FROM preorder.reservation AS given
                   WHERE given.member_id = b.person AND given.game_id = $1
                     AND given.owner_id IS NULL
                     AND given.status IN ('awaiting_payment', 'pending', 'reserved', 'released',
                                          'refunding')
                     AND given.reservation_id < b.reservation_id AND given.created_at <= $3
               )
        FROM batch AS b
        ORDER BY b.reservation_id
        """

    let move: OpenMove
    let limit: Int

    var bindings: [any Bindable] { [move.gameID, move.toldThrough, move.movedAt, limit] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (concerned: Concerned, isFirst: Bool) {
        let concerned = try Concerned(reservationID: row.next(), memberID: row.next())
        return try (concerned, row.next())
    }
}

/// Notes how far a locked move is told of; one row.
struct NoteTold: Statement {
    static let sql = """
        UPDATE preorder.game_move
        SET told_through = $3, told_at = CASE WHEN $4::boolean THEN $5::timestamptz END
        WHERE game_id = $1 AND version = $2
        """

    let move: OpenMove
    let through: UUID
    let isLast: Bool
    let now: Timestamp

    var bindings: [any Bindable] { [move.gameID, move.version, through, isLast, now] }
}
