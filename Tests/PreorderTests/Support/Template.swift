import Batch
import Foundation
import Money
import Postgres
import Preorder
import PrivateCluster
import Testing

/// The cluster of the test process and a migrated database to copy: five offices, one game.
struct Template: Sendable {
    /// Both end with the process.
    ///
    /// An unstructured task, because the first test to ask starts it and all of them wait for it.
    static let shared = Task { try await make() }

    /// Country, currency, time zone, gateway and list price of the game.
    private static let offices: [(String, String, String, String, Int64)] = [
        ("KR", "KRW", "Asia/Seoul", "toss", 59_800),
        ("JP", "JPY", "Asia/Tokyo", "stripe", 7_980),
        ("US", "USD", "America/New_York", "stripe", 5_999),
        ("DE", "EUR", "Europe/Berlin", "stripe", 5_499),
        ("KW", "KWD", "Asia/Kuwait", "stripe", 18_500),
    ]

    let cluster: PrivateCluster
    let gameID: UUID
    let members: [String: UUID]

    static func connect(
        _ cluster: PrivateCluster,
        _ database: String
    ) async throws -> Connection {
        try await Connection.connect(
            ConnectionConfiguration(conninfo: cluster.conninfo(database: database))
        )
    }

    private static func make() async throws -> Template {
        let cluster = try await PrivateCluster.start(
            settings: ["max_connections": "200", "fsync": "off"]
        )
        let admin = try await connect(cluster, "postgres")
        try await admin.script("CREATE DATABASE store")
        await admin.close()
        let connection = try await connect(cluster, "store")
        _ = try await Migrator(try SQLDirectory(path: SQLDirectory.development()))
            .migrate(on: connection)
        try await connection.script(
            "UPDATE outbox.clock SET simulated_at = '2026-11-23T12:00:00Z'"
        )
        for office in offices { try await open(office, on: connection) }
        let prices = offices.map { ($0.0, $0.1, $0.4) }
        let gameID = try await AddGame(by: .setUp)(try game(prices), on: connection).get()
        let drafts = offices.map { office in
            NewMember(country: office.0, language: "en", name: "Kim", email: "kim@x.example")
        }
        let ids = try await Members().add(drafts, on: connection).get()
        await connection.close()
        let members = Dictionary(uniqueKeysWithValues: zip(offices.map(\.0), ids))
        return Template(cluster: cluster, gameID: gameID, members: members)
    }

    private static func open(
        _ office: (String, String, String, String, Int64),
        on connection: Connection
    ) async throws {
        let (country, currency, zone, gateway, _) = office
        let draft = NewCountry(
            country: country,
            name: country,
            currency: try #require(Currency(currency)),
            timeZone: zone,
            language: "en"
        )
        let offices = CountryOffices(by: .setUp)
        try await offices.open(draft, on: connection).get()
        let account = "\(gateway)-\(country.lowercased())"
        try await offices.addAccount(
            account,
            gateway: gateway,
            country: country,
            credentialID: "c1",
            on: connection
        ).get()
        try await offices.enable("card", country: country, account: account, on: connection).get()
    }

    /// A game sold from the 1st of November until its release on the 1st of March.
    static func game(_ prices: [(String, String, Int64)]) throws -> NewGame {
        NewGame(
            releaseAt: try #require(Timestamp("2027-03-01T00:00:00Z")),
            images: [],
            texts: [
                GameText(
                    language: "en",
                    title: "Sea of Stars",
                    description: "A story",
                    systemRequirements: "8 GB"
                )
            ],
            prices: try prices.map { country, currency, list in
                GamePrice(
                    country: country,
                    list: Money(list, try #require(Currency(currency))),
                    salesFrom: try #require(Timestamp("2026-11-01T00:00:00Z")),
                    salesUntil: try #require(Timestamp("2027-03-01T00:00:00Z"))
                )
            }
        )
    }
}

extension StaffAct {
    /// Whoever prepares a test.
    static let setUp = StaffAct(by: .administrator("alice"), reason: "a new shop")
}
