public import Foundation
public import Postgres

/// A game as the store's staff see it, whatever countries it is sold in.
public struct AnnouncedGame: Sendable {
    /// The game.
    public let gameID: UUID

    /// The title in the language asked for, else English, else whatever there is.
    public let title: String

    /// `announced`, `released` or `cancelled`.
    public let status: String

    /// When it comes out.
    public let releaseAt: Timestamp

    /// The country offices that sell it.
    public let countries: [String]
}

/// All games, soonest release first; at most `limit` rows.
public struct ReadAnnouncedGames: Statement {
    /// One row a game.
    public static let sql = """
        SELECT g.game_id,
               (SELECT title FROM preorder.game_text AS t WHERE t.game_id = g.game_id
                ORDER BY t.language <> $2, t.language <> 'en', t.language LIMIT 1), g.status, g.release_at,
               ARRAY(SELECT p.country FROM preorder.game_price AS p WHERE p.game_id = g.game_id
                     ORDER BY p.country)
        FROM preorder.game AS g
        ORDER BY g.release_at, g.game_id
        LIMIT $1
        """

    private let language: String
    private let limit: Int

    /// At most `limit` games, their titles in a language.
    public init(language: String = "en", limit: Int = 1_000) {
        self.language = language
        self.limit = limit
    }

    /// Limit and language.
    public var bindings: [any Bindable] { [limit, language] }

    /// Reads a game.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> AnnouncedGame {
        try AnnouncedGame(
            gameID: row.next(),
            title: row.next(),
            status: row.next(),
            releaseAt: row.next(),
            countries: row.next()
        )
    }
}
