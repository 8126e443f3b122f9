import Foundation
import Money
import Postgres

/// Everything Reserve decides on, as it is now.
struct ReserveFacts: Sendable {
    let now: Timestamp
    let country: String
    let language: String
    let gameStatus: String
    let isOnSale: Bool
    let list: Money
    let discount: Discount?
    let incrementMinor: Int64
    let method: Method?
    let pointMinor: Int64
    let earnRateBasisPoints: Int64
    let authenticateMinutes: Int64

    /// The discount in force.
    struct Discount: Sendable {
        let id: UUID
        let policy: String
        let amount: Int64
    }

    /// The chosen method, enabled in the country.
    struct Method: Sendable {
        let account: String
        let gateway: String
        let minimumMinor: Int64
        let incrementMinor: Int64
    }
}

/// The facts for a member, a game and a method; no row for an unknown member, or a game that is
/// not sold in the member's country.
struct ReadReserveFacts: Statement {
    static let sql = """
        SELECT t.now, m.country, m.language, g.status, p.sales @> t.now, p.list_minor, p.currency,
               d.discount_id, d.policy, d.amount, i.increment_minor, a.account, a.gateway,
               c.minimum_minor, c.increment_minor, y.point_minor, y.earn_rate_basis_points,
               y.authenticate_minutes
        FROM (SELECT outbox.now() AS now) AS t
        JOIN preorder.member AS m ON m.member_id = $1 AND m.erased_at IS NULL
        JOIN preorder.policy AS y ON y.country = m.country
        JOIN preorder.game AS g ON g.game_id = $2
        JOIN preorder.game_price AS p ON p.game_id = g.game_id AND p.country = m.country
        LEFT JOIN preorder.discount AS d
          ON d.game_id = p.game_id AND d.country = p.country AND d.period @> t.now
        LEFT JOIN preorder.payment_method AS w
          ON w.country = m.country AND w.method = $3 AND w.is_enabled
         AND NOT EXISTS (SELECT FROM outbox.pause AS s
                         WHERE s.scope = 'method' AND s.name = w.country || '/' || w.method)
        LEFT JOIN preorder.gateway_account AS a ON a.account = w.account
        LEFT JOIN preorder.gateway_currency AS c
          ON c.gateway = a.gateway AND c.currency = p.currency
        CROSS JOIN LATERAL (
            SELECT coalesce(max(gc.increment_minor), 1) AS increment_minor
            FROM preorder.payment_method AS pm
            JOIN preorder.gateway_account AS ga ON ga.account = pm.account
            JOIN preorder.gateway_currency AS gc
              ON gc.gateway = ga.gateway AND gc.currency = p.currency
            WHERE pm.country = m.country AND pm.is_enabled
        ) AS i
        """

    let memberID: UUID
    let gameID: UUID
    let method: String?

    var bindings: [any Bindable] { [memberID, gameID, method] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> ReserveFacts {
        let now: Timestamp = try row.next()
        let country: String = try row.next()
        let language: String = try row.next()
        let gameStatus: String = try row.next()
        let isOnSale: Bool = try row.next()
        let list = try row.nextMoney(Self.name)
        let discount = try Self.discount(&row)
        let increment: Int64 = try row.next()
        return try ReserveFacts(
            now: now,
            country: country,
            language: language,
            gameStatus: gameStatus,
            isOnSale: isOnSale,
            list: list,
            discount: discount,
            incrementMinor: increment,
            method: Self.method(&row),
            pointMinor: row.next(),
            earnRateBasisPoints: row.next(),
            authenticateMinutes: row.next()
        )
    }

    private static func discount(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> ReserveFacts.Discount? {
        let id: UUID? = try row.next()
        let policy: String? = try row.next()
        let amount: Int64? = try row.next()
        guard let id, let policy, let amount else { return nil }
        return ReserveFacts.Discount(id: id, policy: policy, amount: amount)
    }

    private static func method(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> ReserveFacts.Method? {
        let account: String? = try row.next()
        let gateway: String? = try row.next()
        let minimum: Int64? = try row.next()
        let increment: Int64? = try row.next()
        guard let account, let gateway, let minimum, let increment else { return nil }
        return ReserveFacts.Method(
            account: account,
            gateway: gateway,
            minimumMinor: minimum,
            incrementMinor: increment
        )
    }
}
