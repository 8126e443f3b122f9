public import Foundation
import Money
public import Postgres

/// Sells a game in a country, or changes what it costs there; reservations keep their price.
public struct SetGamePrice: Sendable {
    private let act: StaffAct

    /// The verb, as done by somebody for a reason; both are kept.
    public init(by act: StaffAct) { self.act = act }

    /// Sets list price and sales window, or says why not.
    ///
    /// - Throws: `PostgresError`.
    public func callAsFunction(
        _ price: GamePrice,
        of gameID: UUID,
        on connection: Connection
    ) async throws -> Result<Void, GameRefusal> {
        let act = act
        return try await connection.refusable { tx in
            let offices = try tx.query(ReadCountryCurrencies())
            try price.check(currencies: Dictionary(uniqueKeysWithValues: offices))
            try tx.keep(
                act,
                "price set",
                of: ["\(gameID.uuidString.lowercased()) \(price.list.amountMinor)"],
                in: price.country,
                refusing: GameRefusal.self
            )
            guard try tx.execute(UpsertGamePrice(gameID: gameID, price: price)) == 1 else {
                throw GameRefusal.notAnnounced
            }
        }
    }
}

/// One row; none when there is no such game or it is announced no longer.
struct UpsertGamePrice: Statement {
    static let sql = """
        INSERT INTO preorder.game_price (game_id, country, currency, list_minor, sales)
        SELECT g.game_id, $2, $3, $4, tstzrange($5, $6)
        FROM preorder.game AS g WHERE g.game_id = $1 AND g.status = 'announced'
        ON CONFLICT (game_id, country)
        DO UPDATE SET list_minor = excluded.list_minor, sales = excluded.sales
        """

    let gameID: UUID
    let price: GamePrice

    var bindings: [any Bindable] {
        [
            gameID, price.country, price.list.currency.code, price.list.amountMinor,
            price.salesFrom, price.salesUntil,
        ]
    }
}
