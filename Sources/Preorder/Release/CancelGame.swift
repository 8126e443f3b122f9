public import Foundation
import Outbox
public import Postgres

/// Cancels a game: one small transaction, from which on nobody can reserve it;
/// `reservoir-sweep releases` gives everybody their money back.
public struct CancelGame: Sendable {
    private let act: StaffAct

    /// The verb, as done by somebody for a reason; both are kept.
    public init(by act: StaffAct) { self.act = act }

    /// Cancels a game, one that is out as well, or says why not.
    ///
    /// - Throws: `PostgresError`.
    public func callAsFunction(
        _ gameID: UUID,
        on connection: Connection
    ) async throws -> Result<Void, GameChangeRefusal> {
        let act = act
        return try await connection.refusable { tx in
            let game = try tx.take(gameID)
            guard GameMachine.allows(game.status, .cancelled) else {
                throw GameChangeRefusal.cancelled
            }
            let windows = try tx.query(LockPrices(gameID: gameID))
            try tx.keep(
                act,
                "game cancelled",
                of: [gameID.uuidString.lowercased()],
                in: windows.count == 1 ? windows.first?.country : nil,
                refusing: GameChangeRefusal.self
            )
            try tx.execute(MarkCancelled(gameID: gameID))
            try tx.execute(EndTelling(gameID: gameID, now: game.now))
        }
    }
}

/// One row.
struct MarkCancelled: Statement {
    static let sql = "UPDATE preorder.game SET status = 'cancelled' WHERE game_id = $1"

    let gameID: UUID

    var bindings: [any Bindable] { [gameID] }
}
