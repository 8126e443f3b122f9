import Foundation
import Postgres
import Preorder

/// What functions answer from: the database, what was read of it a moment ago, and the vault.
struct Store: Sendable {
    let pool: ConnectionPool
    let vault: Vault
    let endpoints: WebhookEndpoints
    let schema: Int
    let incoming: [String: @Sendable (IncomingWebhook) -> IncomingReading]
    let standings: Recent<UUID, MemberStanding?>
    let catalogue: Recent<CatalogueQuestion, CatalogueAnswer>
    let outbox: Recent<Int, [OutboxState.Row]>
    let readiness: Recent<Int, Bool>
    let metrics: Metrics

    /// How long whether a member exists, and where, is kept.
    private static let standingAge = Duration.seconds(10)

    /// Everything on a new pool.
    init(_ configuration: APIConfiguration) {
        var connection = configuration.connection
        connection.keepsPlans = true
        let pool = ConnectionPool(
            configuration: connection,
            size: configuration.limits.connections,
            waitersMax: configuration.limits.waiters
        )
        let schema = configuration.schema
        self.pool = pool
        self.schema = schema
        incoming = configuration.incoming
        vault = configuration.vault
        endpoints = WebhookEndpoints(
            vault: configuration.vault,
            allowsHTTP: configuration.allowsPrivateWebhooks
        )
        metrics = Metrics()
        standings = Recent(age: Self.standingAge, entriesMax: 100_000) { id in
            try await pool.withConnection { try await $0.first(ReadStanding(memberID: id)) }
        }
        catalogue = Recent(age: configuration.catalogueAge, entriesMax: 1_000) { question in
            try await pool.withConnection { try await question.answer(on: $0) }
        }
        outbox = Recent(age: .seconds(5), entriesMax: 1) { _ in
            try await pool.withConnection { try await $0.query(OutboxState()) }
        }
        readiness = Recent(age: .seconds(1), entriesMax: 1) { _ in
            try await pool.withConnection { try await $0.only(ReadSchemaNumber()) == schema }
        }
    }
}

/// The number of the last migration; one row.
struct ReadSchemaNumber: Statement {
    static let sql = "SELECT coalesce(max(number), 0) FROM reservoir.migration"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}
