import Foundation
import Outbox
import Postgres

/// Games come out when their time has come.
enum BringGamesOut {
    /// Marks at most `limit` games as released, in one transaction; returns how many.
    ///
    /// One that is just being moved or cancelled is passed over.
    static func run(
        asOf: Timestamp?,
        limit: Int,
        on connection: Connection
    ) async throws -> Int {
        let games = try await connection.transaction { tx in
            let now = try tx.only(ReadInstant(asOf: asOf))
            let games = try tx.query(MarkOut(now: now, limit: limit)).count
            CrashPoint.reach("releases:out:before-commit")
            return games
        }
        CrashPoint.reach("releases:out:after-commit")
        return games
    }
}

/// Marks games whose time has come as released; a row a game.
struct MarkOut: Statement {
    static let sql = """
        UPDATE preorder.game AS g SET status = 'released'
        FROM (SELECT game_id FROM preorder.game
              WHERE status = 'announced' AND release_at <= $1
              ORDER BY game_id LIMIT $2
              FOR NO KEY UPDATE SKIP LOCKED) AS due
        WHERE g.game_id = due.game_id
        RETURNING g.game_id
        """

    let now: Timestamp
    let limit: Int

    var bindings: [any Bindable] { [now, limit] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}
