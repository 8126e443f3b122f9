public import Foundation
public import Postgres

/// A game's sales on a day, as the reports have them.
public struct ReportedSales: Sendable {
    /// ISO 8601 day in the country's zone.
    public let day: String

    /// ISO 4217 code of all amounts.
    public let currency: String

    /// The game.
    public let gameID: UUID

    /// Reservations completed on the day.
    public let reservations: Int64

    /// Gifts among them.
    public let gifts: Int64

    /// List prices, minor units.
    public let grossMinor: Int64

    /// Discounts, minor units.
    public let discountMinor: Int64

    /// What points were worth, minor units.
    public let pointsMinor: Int64

    /// Charged in cash, minor units.
    public let chargedMinor: Int64

    /// Given back on the day, minor units.
    public let refundedMinor: Int64
}

/// Daily sales of a country, latest day first; at most `limit` rows.
public struct LookUpSales: Statement {
    /// $2 and $3 are the first and the last day; $4 to $6 are where the page before ended.
    public static let sql = """
        SELECT day::text, currency, game_id, reservations, gifts, gross_minor, discount_minor,
               points_minor, charged_minor, refunded_minor
        FROM report.daily_sales
        WHERE country = $1 AND day BETWEEN $2::date AND $3::date
          AND ($4::date IS NULL OR (day, currency, game_id) < ($4, $5, $6))
        ORDER BY day DESC, currency DESC, game_id DESC
        LIMIT $7
        """

    /// Where a page ended.
    public struct Place: Sendable, Hashable {
        /// ISO 8601 day.
        public let day: String

        /// ISO 4217 code.
        public let currency: String

        /// The game.
        public let gameID: UUID

        /// The place after a row.
        public init(day: String, currency: String, gameID: UUID) {
            self.day = day
            self.currency = currency
            self.gameID = gameID
        }
    }

    private let country: String
    private let first: String
    private let last: String
    private let after: Place?
    private let limit: Int

    /// The sales of `country` from the day `first` to `last`, both ISO 8601 days that exist.
    public init(country: String, first: String, last: String, after: Place?, limit: Int) {
        self.country = country
        self.first = first
        self.last = last
        self.after = after
        self.limit = limit
    }

    /// Country, days, place and limit.
    public var bindings: [any Bindable] {
        [country, first, last, after?.day, after?.currency, after?.gameID, limit]
    }

    /// One day and game.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> ReportedSales {
        try ReportedSales(
            day: row.next(),
            currency: row.next(),
            gameID: row.next(),
            reservations: row.next(),
            gifts: row.next(),
            grossMinor: row.next(),
            discountMinor: row.next(),
            pointsMinor: row.next(),
            chargedMinor: row.next(),
            refundedMinor: row.next()
        )
    }
}
