public import Money
public import Postgres

/// How many payments stand where, as last reported; by status and currency.
public struct PaymentsByStatus: Statement {
    /// The payments of a status and currency.
    public struct Row: Hashable, Sendable {
        /// Where they stand, as text, so that a status newer than this program is printed too.
        public let status: String

        /// How many.
        public let payments: Int

        /// Their cash.
        public let amount: Money
    }

    /// Reads only schema `report`.
    public static let sql = """
        SELECT status, count(*), sum(amount_minor)::bigint, currency
        FROM report.payment
        GROUP BY status, currency
        ORDER BY status, currency
        """

    /// All payments.
    public init() {}

    /// Reads one status and currency.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> Row {
        try Row(status: row.next(), payments: row.next(), amount: row.nextMoney(Self.name))
    }
}
