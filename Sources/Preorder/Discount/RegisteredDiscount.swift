public import Foundation
public import Postgres

/// A discount as it stands in the books.
public struct RegisteredDiscount: Sendable, Hashable {
    /// The discount.
    public let discountID: UUID

    /// The game.
    public let gameID: UUID

    /// The country office.
    public let country: String

    /// The policy.
    public let policy: String

    /// Basis points, minor units, or what the policy defines.
    public let amount: Int64

    /// From when it holds; nil also when it was ended before it began.
    public let from: Timestamp?

    /// Until when; nil also when it was ended before it began.
    public let until: Timestamp?

    /// Who registered it.
    public let registeredBy: String

    /// When.
    public let registeredAt: Timestamp

    /// Why.
    public let reason: String

    /// Who ended it; nil when it ran, or runs, its course.
    public let endedBy: String?

    /// When it was ended.
    public let endedAt: Timestamp?

    /// Why it was ended.
    public let endedReason: String?
}

extension RegisteredDiscount: CustomStringConvertible {
    /// Which one it is, for a person.
    public var description: String {
        let start = from.map { "\($0)" } ?? "never"
        let end = until.map { "\($0)" } ?? "never"
        return "discount \(discountID.uuidString.lowercased()) (\(policy) \(amount), "
            + "\(start) to \(end))"
    }
}

extension RegisteredDiscount {
    static let columns = """
        SELECT discount_id, game_id, country, policy, amount, lower(period), upper(period),
               registered_by, registered_at, reason, ended_by, ended_at, ended_reason
        FROM preorder.discount
        """

    init(_ row: inout RowDecoder) throws(PostgresError) {
        discountID = try row.next()
        gameID = try row.next()
        country = try row.next()
        policy = try row.next()
        amount = try row.next()
        from = try row.next()
        until = try row.next()
        registeredBy = try row.next()
        registeredAt = try row.next()
        reason = try row.next()
        endedBy = try row.next()
        endedAt = try row.next()
        endedReason = try row.next()
    }
}

/// Discounts, newest first; at most 1,000 rows.
public struct ReadDiscounts: Statement {
    /// $1 and $2 narrow the list down to a game and a country.
    public static let sql =
        RegisteredDiscount.columns + """

            WHERE ($1::uuid IS NULL OR game_id = $1) AND ($2::text IS NULL OR country = $2)
            ORDER BY registered_at DESC, discount_id DESC
            LIMIT 1000
            """

    private let gameID: UUID?
    private let country: String?

    /// The discounts of a game, of a country, of both, or all.
    public init(gameID: UUID? = nil, country: String? = nil) {
        self.gameID = gameID
        self.country = country
    }

    /// Game and country.
    public var bindings: [any Bindable] { [gameID, country] }

    /// Reads a discount.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> RegisteredDiscount {
        try RegisteredDiscount(&row)
    }
}
