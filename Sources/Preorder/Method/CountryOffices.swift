public import Postgres

/// Opens country offices and decides what their members can pay with.
public struct CountryOffices: Sendable {
    private let act: StaffAct

    /// The verbs, as done by somebody for a reason; both are kept.
    public init(by act: StaffAct) { self.act = act }

    /// Opens an office with its policy, or says why not.
    ///
    /// - Throws: `PostgresError`.
    public func open(
        _ country: NewCountry,
        on connection: Connection
    ) async throws -> Result<Void, MethodRefusal> {
        let constraints: [String: MethodRefusal] = [
            "country_pk": .countryExists(country.country),
            "country_code": .malformed("the country must be two capital letters"),
            "country_language": .malformed("the language must be two lower-case letters"),
            "policy_ranges": .policy, "policy_points_notice": .policy,
            "policy_gift_reminder": .policy,
        ]
        let act = act
        return try await connection.refusable(constraints: constraints) { tx in
            try country.check()
            try act.keep("country opened", of: country.country, in: nil, tx)
            guard try tx.only(IsTimeZone(name: country.timeZone)) else {
                throw MethodRefusal.timeZone(country.timeZone)
            }
            try tx.execute(InsertCountry(country: country))
            try tx.execute(InsertPolicy(country: country.country, policy: country.policy))
        }
    }

    /// Registers an office's merchant account at a gateway, or says why not.
    ///
    /// `credentialID` is the credential that its requests are sent with, as settings name it.
    ///
    /// - Throws: `PostgresError`.
    public func addAccount(
        _ account: String,
        gateway: String,
        country: String,
        credentialID: String,
        on connection: Connection
    ) async throws -> Result<Void, MethodRefusal> {
        let constraints: [String: MethodRefusal] = [
            "gateway_account_pk": .accountExists,
            "gateway_account_country_key": .accountExists,
            "gateway_account_gateway_fk": .unknownGateway(gateway),
            "gateway_account_country_fk": .unknownCountry(country),
            "gateway_account_name": .malformed("an account is a-z, 0-9 and -"),
        ]
        let act = act
        return try await connection.refusable(constraints: constraints) { tx in
            guard account.isAccountName else {
                throw MethodRefusal.malformed("an account is a-z, 0-9 and -")
            }
            guard credentialID.isCredentialID else {
                throw MethodRefusal.malformed("a credential's id is A-Z, a-z, 0-9, ., _ and -")
            }
            try act.keep("account added", of: account, in: country, tx)
            try tx.execute(
                InsertAccount(
                    account: account,
                    gateway: gateway,
                    country: country,
                    credentialID: credentialID
                )
            )
        }
    }

    /// Offers a method from now on, charged by `account`, or says why not.
    ///
    /// - Throws: `PostgresError`.
    public func enable(
        _ method: String,
        country: String,
        account: String,
        on connection: Connection
    ) async throws -> Result<Void, MethodRefusal> {
        let constraints: [String: MethodRefusal] = [
            "payment_method_name": .malformed("a method is a-z, 0-9 and _")
        ]
        let act = act
        return try await connection.refusable(constraints: constraints) { tx in
            guard method.isMethodName else {
                throw MethodRefusal.malformed("a method is a-z, 0-9 and _")
            }
            try act.keep("method enabled", of: "\(country) \(method)", in: country, tx)
            guard let found = try tx.first(ReadAccount(account: account)) else {
                throw MethodRefusal.unknownAccount(account)
            }
            guard found.country == country else {
                throw MethodRefusal.otherCountry(account: account, country: found.country)
            }
            guard found.charges else {
                throw MethodRefusal.currency(gateway: found.gateway, currency: found.currency)
            }
            try tx.execute(UpsertMethod(country: country, method: method, account: account))
        }
    }

    /// Offers and accepts a method no longer; payments under way go on.
    ///
    /// - Throws: `PostgresError`.
    public func disable(
        _ method: String,
        country: String,
        on connection: Connection
    ) async throws -> Result<Void, MethodRefusal> {
        let act = act
        return try await connection.refusable { tx in
            guard method.isMethodName else { throw MethodRefusal.unknownMethod(method) }
            try act.keep("method disabled", of: "\(country) \(method)", in: country, tx)
            guard try tx.execute(DisableMethod(country: country, method: method)) == 1 else {
                throw MethodRefusal.unknownMethod(method)
            }
        }
    }
}

extension StaffAct {
    fileprivate func keep(
        _ verb: String,
        of subject: String,
        in country: String?,
        _ tx: borrowing Transaction
    ) throws {
        try tx.keep(self, verb, of: [subject], in: country, refusing: MethodRefusal.self)
    }
}
