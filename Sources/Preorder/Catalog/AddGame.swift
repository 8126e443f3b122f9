public import Foundation
import Money
public import Postgres

/// Announces games.
public struct AddGame: Sendable {
    private let act: StaffAct

    /// The verb, as done by somebody for a reason; both are kept.
    public init(by act: StaffAct) { self.act = act }

    /// Writes the game with its texts and prices, or says why not.
    ///
    /// - Returns: the game's id.
    /// - Throws: `PostgresError`.
    public func callAsFunction(
        _ game: NewGame,
        on connection: Connection
    ) async throws -> Result<UUID, GameRefusal> {
        try await connection.refusable { tx in try self(game, in: tx) }
    }

    /// The same inside a transaction of the caller's.
    ///
    /// - Returns: the game's id.
    /// - Throws: `GameRefusal`, after which nothing has been written; `PostgresError`.
    public func callAsFunction(_ game: NewGame, in tx: borrowing Transaction) throws -> UUID {
        let offices = try tx.query(ReadCountryCurrencies())
        let currencies = Dictionary(uniqueKeysWithValues: offices)
        try game.check(currencies: currencies)
        let now = try tx.only(ReadDomainTime())
        let id = UUID.ordered(at: now)
        let countries = Set(game.prices.map(\.country))
        try tx.keep(
            act,
            "game added",
            of: [id.uuidString.lowercased()],
            in: countries.count == 1 ? countries.first : nil,
            refusing: GameRefusal.self
        )
        try tx.execute(InsertGame(id: id, game: game, now: now))
        try tx.execute(InsertGameTexts(id: id, texts: game.texts))
        try tx.execute(InsertGamePrices(id: id, prices: game.prices))
        return id
    }
}

/// Each country office's currency.
struct ReadCountryCurrencies: Statement {
    static let sql = "SELECT country, currency FROM preorder.country"

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (String, String) {
        try (row.next(), row.next())
    }
}

/// One row.
struct InsertGame: Statement {
    static let sql = """
        INSERT INTO preorder.game (game_id, release_at, images, created_at)
        VALUES ($1, $2, $3, $4)
        """

    let id: UUID
    let game: NewGame
    let now: Timestamp

    var bindings: [any Bindable] { [id, game.releaseAt, game.images, now] }
}

/// One row a language.
struct InsertGameTexts: Statement {
    static let sql = """
        INSERT INTO preorder.game_text
            (game_id, language, title, description, system_requirements)
        SELECT $1, t.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS t
        """

    let id: UUID
    let texts: [GameText]

    var bindings: [any Bindable] {
        [
            id, texts.map(\.language), texts.map(\.title), texts.map(\.description),
            texts.map(\.systemRequirements),
        ]
    }
}

/// One row a country.
struct InsertGamePrices: Statement {
    static let sql = """
        INSERT INTO preorder.game_price (game_id, country, currency, list_minor, sales)
        SELECT $1, p.country, p.currency, p.list_minor, tstzrange(p.sales_from, p.sales_until)
        FROM unnest($2::text[], $3::text[], $4::bigint[], $5::timestamptz[], $6::timestamptz[])
             AS p (country, currency, list_minor, sales_from, sales_until)
        """

    let id: UUID
    let prices: [GamePrice]

    var bindings: [any Bindable] {
        [
            id, prices.map(\.country), prices.map(\.list.currency.code),
            prices.map(\.list.amountMinor), prices.map(\.salesFrom), prices.map(\.salesUntil),
        ]
    }
}
