public import Money
public import Postgres

/// The sales of the countries by day, all games together; by day, country and currency.
public struct DailySales: Statement {
    /// A day's sales in a country.
    public struct Row: Hashable, Sendable {
        /// The day in the country's zone, ISO 8601.
        public let day: String

        /// ISO 3166 code of the office that sold.
        public let country: String

        /// Reservations completed, gifts included.
        public let reservations: Int

        /// Of them, gifts.
        public let gifts: Int

        /// Sum of list prices.
        public let gross: Money

        /// Sum of discounts.
        public let discount: Money

        /// Sum paid with points.
        public let points: Money

        /// Sum charged in cash.
        public let charged: Money

        /// Cash given back on this day, whenever the sale was.
        public let refunded: Money
    }

    /// Days of zeros are left out.
    public static let sql = """
        SELECT day, country, currency, sum(reservations)::bigint, sum(gifts)::bigint,
               sum(gross_minor)::bigint, sum(discount_minor)::bigint, sum(points_minor)::bigint,
               sum(charged_minor)::bigint, sum(refunded_minor)::bigint
        FROM report.daily_sales
        WHERE day BETWEEN $1::date AND $2::date AND country = coalesce($3, country)
          AND (reservations > 0 OR refunded_minor > 0)
        GROUP BY day, country, currency
        ORDER BY day, country, currency
        """

    /// The first day, ISO 8601.
    public let from: String

    /// The last day, included.
    public let through: String

    /// ISO 3166 code; nil is all.
    public let country: String?

    /// The sales of the days from `from` through `through`, both ISO 8601.
    public init(from: String, through: String, country: String? = nil) {
        self.from = from
        self.through = through
        self.country = country
    }

    /// The days and the country.
    public var bindings: [any Bindable] { [from, through, country] }

    /// Reads one day of a country.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> Row {
        let day: String = try row.next()
        let country: String = try row.next()
        let currency = try row.nextCurrency(Self.name)
        return try Row(
            day: day,
            country: country,
            reservations: row.next(),
            gifts: row.next(),
            gross: Money(row.next(), currency),
            discount: Money(row.next(), currency),
            points: Money(row.next(), currency),
            charged: Money(row.next(), currency),
            refunded: Money(row.next(), currency)
        )
    }
}
