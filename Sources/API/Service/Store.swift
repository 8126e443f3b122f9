import Foundation
import Postgres
import Preorder

/// What functions answer from: the database, what was read of it a moment ago, and the vault.
struct Store: Sendable {
    let pool: ConnectionPool
    let vault: Vault
    let endpoints: WebhookEndpoints
    let tokens: TokenReader
    let pages: PageSettings?

    /// How the operators' pages reach the database.
    let operators: ConnectionPool?
    let schema: Int
    let incoming: [String: @Sendable (IncomingWebhook) -> IncomingReading]
    let standings: Recent<UUID, MemberStanding?>
    let zones: Recent<String, TimeZone>
    let offices: Recent<UUID, String?>
    let catalogue: Recent<CatalogueQuestion, CatalogueAnswer>
    let vitals: Recent<Int, Vitals>
    let overview: Recent<Int, Overview>
    let readiness: Recent<Int, Bool>
    let webhooks: WebhookGate
    let metrics: Metrics
    let connectionsMax: Int

    /// How long whether a member or manager exists, and where, is kept.
    private static let standingAge = Duration.seconds(10)

    /// Enough for a few screens that are kept open.
    private static let operatorConnections = 4

    /// Everything on a new pool.
    init(_ configuration: APIConfiguration, tokens: TokenReader) {
        var connection = configuration.connection
        connection.keepsPlans = true
        let pool = ConnectionPool(
            configuration: connection,
            size: configuration.limits.connections,
            waitersMax: configuration.limits.waiters
        )
        let schema = configuration.schema
        self.pool = pool
        self.tokens = tokens
        pages = configuration.pages
        let operators = configuration.pages?.operators.map {
            ConnectionPool(configuration: $0, size: Self.operatorConnections, waitersMax: 16)
        }
        self.operators = operators
        self.schema = schema
        incoming = configuration.incoming
        vault = configuration.vault
        endpoints = WebhookEndpoints(
            vault: configuration.vault,
            allowsHTTP: configuration.allowsPrivateWebhooks
        )
        webhooks = WebhookGate(configuration.limits)
        metrics = Metrics()
        connectionsMax = configuration.limits.connections
        standings = Recent(age: Self.standingAge, entriesMax: 100_000) { id in
            try await pool.withConnection { try await $0.first(ReadStanding(memberID: id)) }
        }
        zones = Recent(age: .seconds(3_600), entriesMax: 300) { country in
            let offices = try await pool.withConnection { try await $0.query(ReadCountries()) }
            let name = offices.first { $0.country == country }?.timeZone
            // Not kept: an office may be opened in the next moment.
            guard let zone = name.flatMap({ TimeZone(identifier: $0) }) else {
                throw Problem(.unavailable)
            }
            return zone
        }
        offices = Recent(age: Self.standingAge, entriesMax: 10_000) { id in
            try await pool.withConnection { try await $0.first(ReadManagerCountry(managerID: id)) }
        }
        catalogue = Recent(age: configuration.catalogueAge, entriesMax: 1_000) { question in
            try await pool.withConnection { try await question.answer(on: $0) }
        }
        vitals = Recent(age: .seconds(5), entriesMax: 1) { _ in
            try await pool.withConnection { try await Vitals.read(on: $0) }
        }
        overview = Recent(age: configuration.overviewAge, entriesMax: 1) { _ in
            guard let operators else { throw Problem(.notFound) }
            return try await operators.withConnection { try await Overview.read(on: $0) }
        }
        readiness = Recent(age: .seconds(1), entriesMax: 1) { _ in
            try await pool.withConnection { try await $0.only(ReadSchemaNumber()) == schema }
        }
    }
}

extension Store {
    /// Ends the connections.
    func close() async {
        await pool.close()
        await operators?.close()
    }
}

/// The number of the last migration; one row.
struct ReadSchemaNumber: Statement {
    static let sql = "SELECT coalesce(max(number), 0) FROM reservoir.migration"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}
