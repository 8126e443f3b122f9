import Batch
import Foundation
import Money
import Postgres
import Preorder
import PrivateCluster
import Testing

/// The cluster of the test process and a migrated database to copy: an office each in Korea, where
/// Toss Payments charges, and in the United States, where Stripe does, and a game.
struct MarketTemplate: Sendable {
    /// Both end with the process.
    ///
    /// An unstructured task, because the first test to ask starts it and all of them wait for it.
    static let shared = Task { try await make() }

    let cluster: PrivateCluster
    let gameID: UUID

    private static func make() async throws -> MarketTemplate {
        let cluster = try await PrivateCluster.start(
            settings: ["max_connections": "200", "fsync": "off"]
        )
        let admin = try await connect(cluster.conninfo(database: "postgres"))
        try await admin.script("CREATE DATABASE market")
        await admin.close()
        let connection = try await connect(cluster.conninfo(database: "market"))
        _ = try await Migrator(try SQLDirectory(path: SQLDirectory.development()))
            .migrate(on: connection)
        try await connection.script(
            "UPDATE outbox.clock SET simulated_at = '2026-11-23T12:00:00Z'"
        )
        try await open("KR", "KRW", "Asia/Seoul", "toss", on: connection)
        try await open("US", "USD", "America/New_York", "stripe", on: connection)
        let gameID = try await AddGame(by: .setUp)(try game(), on: connection).get()
        await connection.close()
        return MarketTemplate(cluster: cluster, gameID: gameID)
    }

    static func connect(_ conninfo: String) async throws -> Connection {
        try await Connection.connect(ConnectionConfiguration(conninfo: conninfo))
    }

    private static func open(
        _ country: String,
        _ currency: String,
        _ zone: String,
        _ gateway: String,
        on connection: Connection
    ) async throws {
        let office = NewCountry(
            country: country,
            name: country,
            currency: try #require(Currency(currency)),
            timeZone: zone,
            language: "en"
        )
        let offices = CountryOffices(by: .setUp)
        let account = "\(gateway)-\(country.lowercased())"
        try await offices.open(office, on: connection).get()
        try await offices.addAccount(
            account,
            gateway: gateway,
            country: country,
            credentialID: "v1",
            on: connection
        ).get()
        try await offices.enable("card", country: country, account: account, on: connection).get()
    }

    private static func game() throws -> NewGame {
        let salesFrom = try #require(Timestamp("2026-11-01T00:00:00Z"))
        let releaseAt = try #require(Timestamp("2027-03-01T00:00:00Z"))
        let prices = try [("KR", 59_800, "KRW"), ("US", 5_999, "USD")].map { sale in
            GamePrice(
                country: sale.0,
                list: Money(Int64(sale.1), try #require(Currency(sale.2))),
                salesFrom: salesFrom,
                salesUntil: releaseAt
            )
        }
        let text = GameText(
            language: "en",
            title: "Sea of Stars",
            description: "A story",
            systemRequirements: "8 GB"
        )
        return NewGame(releaseAt: releaseAt, images: [], texts: [text], prices: prices)
    }
}

extension StaffAct {
    /// Whoever prepares a test.
    static let setUp = StaffAct(by: .administrator("alice"), reason: "a new shop")
}
