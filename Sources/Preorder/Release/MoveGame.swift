public import Foundation
import Outbox
public import Postgres

/// Moves a game's release: one small transaction; `reservoir-sweep releases` tells everybody.
///
/// Sales end with the release at the latest: a sales window that ended with the old release, or
/// would end after the new one, ends with the new one; others stay as they are.
public struct MoveGame: Sendable {
    /// A release that was moved.
    public struct Moved: Sendable, Hashable {
        /// How often it was moved, this time included.
        public let version: Int

        /// The countries whose sales window ends with the new release from now on.
        public let countries: [String]
    }

    private let act: StaffAct

    /// The verb, as done by somebody for a reason; both are kept.
    public init(by act: StaffAct) { self.act = act }

    /// Moves the release of a game that is not out, or says why not.
    ///
    /// Of a move before, those who are not told yet are told of this one only.
    ///
    /// - Throws: `PostgresError`.
    public func callAsFunction(
        _ gameID: UUID,
        to releaseAt: Timestamp,
        on connection: Connection
    ) async throws -> Result<Moved, GameChangeRefusal> {
        let act = act
        return try await connection.refusable { tx in
            let game = try tx.take(gameID)
            let windows = try tx.query(LockPrices(gameID: gameID))
            let ended = try Self.windows(windows, of: game, endingAt: releaseAt)
            try tx.keep(
                act,
                "release moved",
                of: [gameID.uuidString.lowercased()],
                in: windows.count == 1 ? windows.first?.country : nil,
                refusing: GameChangeRefusal.self
            )
            try tx.execute(SetRelease(gameID: gameID, releaseAt: releaseAt))
            try tx.execute(EndSales(gameID: gameID, countries: ended, at: releaseAt))
            try tx.execute(EndTelling(gameID: gameID, now: game.now))
            let version = try tx.only(InsertMove(game: game, releaseAt: releaseAt))
            return Moved(version: version, countries: ended)
        }
    }

    /// The countries whose window has to end with the new release: a pure decision.
    ///
    /// - Throws: the first refusal that applies.
    static func windows(
        _ windows: [LockPrices.Window],
        of game: GameInHand,
        endingAt releaseAt: Timestamp
    ) throws(GameChangeRefusal) -> [String] {
        guard game.status != .cancelled else { throw .cancelled }
        guard game.status == .announced, game.releaseAt > game.now else { throw .released }
        guard releaseAt > game.now else { throw .past }
        guard releaseAt != game.releaseAt else { throw .unmoved }
        var ended: [String] = []
        for window in windows {
            if let from = window.from, from >= releaseAt {
                throw .beforeSales(country: window.country, from: from)
            }
            if let until = window.until, until != game.releaseAt, until <= releaseAt { continue }
            ended.append(window.country)
        }
        return ended
    }
}

/// One row.
struct SetRelease: Statement {
    static let sql = "UPDATE preorder.game SET release_at = $2 WHERE game_id = $1"

    let gameID: UUID
    let releaseAt: Timestamp

    var bindings: [any Bindable] { [gameID, releaseAt] }
}

/// Ends a game's sales in countries at an instant; a row a country.
struct EndSales: Statement {
    static let sql = """
        UPDATE preorder.game_price SET sales = tstzrange(lower(sales), $3)
        WHERE game_id = $1 AND country = ANY ($2)
        """

    let gameID: UUID
    let countries: [String]
    let instant: Timestamp

    init(gameID: UUID, countries: [String], at instant: Timestamp) {
        self.gameID = gameID
        self.countries = countries
        self.instant = instant
    }

    var bindings: [any Bindable] { [gameID, countries, instant] }
}

/// Nobody need be told of earlier moves any more; at most one row.
struct EndTelling: Statement {
    static let sql = """
        UPDATE preorder.game_move SET told_at = $2 WHERE game_id = $1 AND told_at IS NULL
        """

    let gameID: UUID
    let now: Timestamp

    var bindings: [any Bindable] { [gameID, now] }
}

/// Writes a move of a locked game down; returns its version.
struct InsertMove: Statement {
    static let sql = """
        INSERT INTO preorder.game_move (game_id, version, from_at, release_at, moved_at)
        SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4
        FROM preorder.game_move WHERE game_id = $1
        RETURNING version
        """

    let game: GameInHand
    let releaseAt: Timestamp

    var bindings: [any Bindable] { [game.gameID, game.releaseAt, releaseAt, game.now] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}
