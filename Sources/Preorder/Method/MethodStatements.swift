import Postgres

/// One row, unless the country or the gateway does not exist or has its account already.
struct InsertAccount: Statement {
    static let sql = """
        INSERT INTO preorder.gateway_account (account, gateway, country, credential_id)
        VALUES ($1, $2, $3, $4)
        """

    let account: String
    let gateway: String
    let country: String
    let credentialID: String

    var bindings: [any Bindable] { [account, gateway, country, credentialID] }
}

/// An account, and whether its gateway charges in its country's currency; no row for an unknown
/// one.
struct ReadAccount: Statement {
    static let sql = """
        SELECT a.gateway, a.country, c.currency, g.gateway IS NOT NULL
        FROM preorder.gateway_account AS a
        JOIN preorder.country AS c USING (country)
        LEFT JOIN preorder.gateway_currency AS g
          ON g.gateway = a.gateway AND g.currency = c.currency
        WHERE a.account = $1
        """

    let account: String

    var bindings: [any Bindable] { [account] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (gateway: String, country: String, currency: String, charges: Bool) {
        try (row.next(), row.next(), row.next(), row.next())
    }
}

/// One row: the method is offered from now on.
struct UpsertMethod: Statement {
    static let sql = """
        INSERT INTO preorder.payment_method (country, method, account, is_enabled)
        VALUES ($1, $2, $3, true)
        ON CONFLICT (country, method) DO UPDATE SET account = excluded.account, is_enabled = true
        """

    let country: String
    let method: String
    let account: String

    var bindings: [any Bindable] { [country, method, account] }
}

/// Withdraws a method; no row when the office does not have it.
struct DisableMethod: Statement {
    static let sql = """
        UPDATE preorder.payment_method SET is_enabled = false WHERE country = $1 AND method = $2
        """

    let country: String
    let method: String

    var bindings: [any Bindable] { [country, method] }
}
