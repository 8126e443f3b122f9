import Money
import Postgres

extension RowDecoder {
    /// The next column as a status.
    ///
    /// - Throws: `PostgresError.unexpectedResult` for a status this program does not know.
    mutating func nextStatus<Status: RawRepresentable<String>>(
        _ statement: String
    ) throws(PostgresError) -> Status {
        let text: String = try next()
        guard let status = Status(rawValue: text) else {
            throw .unexpectedResult(statement: statement, reason: "unknown status \(text)")
        }
        return status
    }

    /// The next two columns, amount in minor units and currency code, as money.
    ///
    /// - Throws: `PostgresError.unexpectedResult` for a currency that ISO 4217 does not list.
    mutating func nextMoney(_ statement: String) throws(PostgresError) -> Money {
        let amount: Int64 = try next()
        return Money(amount, try nextCurrency(statement))
    }

    /// The same, where both are NULL when no money moves.
    ///
    /// - Throws: `PostgresError.unexpectedResult` for a currency that ISO 4217 does not list.
    mutating func nextMoneyIfAny(_ statement: String) throws(PostgresError) -> Money? {
        let amount: Int64? = try next()
        let code: String? = try next()
        guard let amount, let code else { return nil }
        guard let currency = Currency(code) else {
            throw .unexpectedResult(statement: statement, reason: "unknown currency \(code)")
        }
        return Money(amount, currency)
    }

    /// The next column as a currency.
    ///
    /// - Throws: `PostgresError.unexpectedResult` for a code that ISO 4217 does not list.
    mutating func nextCurrency(_ statement: String) throws(PostgresError) -> Currency {
        let code: String = try next()
        guard let currency = Currency(code) else {
            throw .unexpectedResult(statement: statement, reason: "unknown currency \(code)")
        }
        return currency
    }
}
