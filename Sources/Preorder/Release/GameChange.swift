import Foundation
public import Postgres

/// A game about to be changed by the staff, its row locked.
struct GameInHand: Sendable {
    let gameID: UUID
    let status: GameStatus
    let releaseAt: Timestamp
    let now: Timestamp
}

/// Why a game's release was not moved, or the game not cancelled; nothing was written.
public enum GameChangeRefusal: StaffRefusing, Hashable, Sendable {
    /// There is no such game.
    case unknownGame

    /// It is out already.
    case released

    /// It was cancelled before.
    case cancelled

    /// The release is to be in the past.
    case past

    /// That is when it comes out already.
    case unmoved

    /// It would come out before its sales in a country begin.
    case beforeSales(country: String, from: Timestamp)

    /// Whoever does it may not.
    case staff(StaffRefusal)
}

extension GameChangeRefusal: CustomStringConvertible {
    /// What is wrong, and what would do.
    public var description: String {
        switch self {
        case .unknownGame: "there is no such game"
        case .released: "it is out already: its release cannot be moved"
        case .cancelled: "it was cancelled already"
        case .past: "a release is moved to an instant that is still to come"
        case .unmoved: "that is when it comes out already"
        case .beforeSales(let country, let from):
            "its sales in \(country) begin only at \(from): it cannot come out before"
        case .staff(let refusal): "\(refusal)"
        }
    }
}

extension Transaction {
    /// Locks a game that is to be changed.
    ///
    /// - Throws: `unknownGame`.
    borrowing func take(_ gameID: UUID) throws -> GameInHand {
        guard let game = try first(LockGame(gameID: gameID)) else {
            throw GameChangeRefusal.unknownGame
        }
        return game
    }
}

/// A game, locked, while references to it go on; no row for an unknown one.
struct LockGame: Statement {
    static let sql = """
        SELECT game_id, status, release_at, outbox.now() FROM preorder.game
        WHERE game_id = $1
        FOR NO KEY UPDATE
        """

    let gameID: UUID

    var bindings: [any Bindable] { [gameID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> GameInHand {
        try GameInHand(
            gameID: row.next(),
            status: row.nextStatus(Self.name),
            releaseAt: row.next(),
            now: row.next()
        )
    }
}

/// A game's sales windows, locked, a row a country: whoever is just reserving it is waited for.
struct LockPrices: Statement {
    /// From when until when a country sells a game; nil is without an end.
    struct Window: Sendable {
        let country: String
        let from: Timestamp?
        let until: Timestamp?
    }

    static let sql = """
        SELECT country, lower(sales), upper(sales) FROM preorder.game_price
        WHERE game_id = $1
        ORDER BY country
        FOR UPDATE
        """

    let gameID: UUID

    var bindings: [any Bindable] { [gameID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Window {
        try Window(country: row.next(), from: row.next(), until: row.next())
    }
}
