import Foundation
import Money
import Postgres

/// A game with everything that its price depends on.
struct CatalogRow: Sendable {
    let gameID: UUID
    let title: String
    let images: [String]
    let status: String
    let releaseAt: Timestamp
    let list: Money
    let isOpen: Bool
    let sales: (from: Timestamp?, until: Timestamp?)
    let discount: CurrentDiscount?
    let incrementMinor: Int64
    let description: String
    let systemRequirements: String

    /// The columns of a game in country $1, in language $2 or else the country's, English, any.
    static let columns = """
        SELECT g.game_id, x.title, g.images, g.status, g.release_at, p.list_minor, p.currency,
               p.sales @> t.now AND g.status = 'announced', lower(p.sales), upper(p.sales),
               d.discount_id, d.policy, d.amount, lower(d.period), upper(d.period),
               i.increment_minor, x.description, x.system_requirements
        FROM (SELECT outbox.now() AS now) AS t
        JOIN preorder.country AS c ON c.country = $1
        JOIN preorder.game_price AS p ON p.country = c.country
        JOIN preorder.game AS g USING (game_id)
        CROSS JOIN LATERAL (
            SELECT y.title, y.description, y.system_requirements FROM preorder.game_text AS y
            WHERE y.game_id = g.game_id
            ORDER BY y.language <> $2, y.language <> c.language, y.language <> 'en', y.language
            LIMIT 1
        ) AS x
        LEFT JOIN preorder.discount AS d
          ON d.game_id = p.game_id AND d.country = p.country AND d.period @> t.now
        CROSS JOIN LATERAL (
            SELECT coalesce(max(gc.increment_minor), 1) AS increment_minor
            FROM preorder.payment_method AS pm
            JOIN preorder.gateway_account AS ga ON ga.account = pm.account
            JOIN preorder.gateway_currency AS gc
              ON gc.gateway = ga.gateway AND gc.currency = c.currency
            WHERE pm.country = c.country AND pm.is_enabled
        ) AS i
        """

    init(_ row: inout RowDecoder, _ statement: String) throws(PostgresError) {
        gameID = try row.next()
        title = try row.next()
        images = try row.next()
        status = try row.next()
        releaseAt = try row.next()
        list = try row.nextMoney(statement)
        isOpen = try row.next()
        sales = try (row.next(), row.next())
        discount = try Self.discount(&row)
        incrementMinor = try row.next()
        description = try row.next()
        systemRequirements = try row.next()
    }

    private static func discount(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> CurrentDiscount? {
        let id: UUID? = try row.next()
        let policy: String? = try row.next()
        let amount: Int64? = try row.next()
        let from: Timestamp? = try row.next()
        let until: Timestamp? = try row.next()
        guard let id, let policy, let amount else { return nil }
        return CurrentDiscount(
            discountID: id,
            policy: policy,
            amount: amount,
            from: from,
            until: until
        )
    }

    /// The row with its price: a pure decision.
    ///
    /// - Throws: `CatalogError` when no price can be named; showing a wrong one is worse.
    func entry(_ policies: DiscountPolicies) throws(CatalogError) -> CatalogEntry {
        CatalogEntry(
            gameID: gameID,
            title: title,
            image: images.first,
            releaseAt: releaseAt,
            price: try price(policies),
            discount: discount,
            salesFrom: sales.from,
            salesUntil: sales.until,
            isOpen: isOpen
        )
    }

    private func price(_ policies: DiscountPolicies) throws(CatalogError) -> Price {
        var discountMinor: Int64 = 0
        if let discount {
            guard let policy = policies[discount.policy] else {
                throw .unknownDiscountPolicy(discount.policy, discount: discount.discountID)
            }
            discountMinor = policy.discountMinor(list: list, amount: discount.amount)
        }
        return Price(list: list, discountMinor: discountMinor, incrementMinor: incrementMinor)
    }
}

/// Games of a country that can be reserved now, soonest release first; at most `limit` rows after
/// the place of `after`.
struct ReadCatalog: Statement {
    static let sql =
        CatalogRow.columns + """

            WHERE p.sales @> t.now AND g.status = 'announced'
              AND ($3::timestamptz IS NULL OR (g.release_at, g.game_id) > ($3, $4))
            ORDER BY g.release_at, g.game_id
            LIMIT $5
            """

    let country: String
    let language: String
    let after: Catalog.Place?
    let limit: Int

    var bindings: [any Bindable] {
        [country, language, after?.releaseAt, after?.gameID, limit]
    }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> CatalogRow {
        try CatalogRow(&row, Self.name)
    }
}

/// One game of a country, open or not; no row when it is not sold there.
struct ReadGame: Statement {
    static let sql = CatalogRow.columns + "\nWHERE g.game_id = $3"

    let country: String
    let language: String
    let gameID: UUID

    var bindings: [any Bindable] { [country, language, gameID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> CatalogRow {
        try CatalogRow(&row, Self.name)
    }
}
