import Batch
import Foundation
import Money
import Postgres
import Preorder
import PrivateCluster
import Testing

/// The cluster of the test process and a migrated database to copy: offices in Korea and in the
/// United States with a member and a manager each, and two games.
struct ShopTemplate: Sendable {
    /// Both end with the process.
    ///
    /// An unstructured task, because the first test to ask starts it and all of them wait for it.
    static let shared = Task { try await make() }

    let cluster: PrivateCluster
    let ids: ShopIDs

    private static func make() async throws -> ShopTemplate {
        let cluster = try await PrivateCluster.start(
            settings: ["max_connections": "300", "fsync": "off"]
        )
        let admin = try await connect(cluster.conninfo(database: "postgres"))
        try await admin.script("CREATE DATABASE shop")
        await admin.close()
        let connection = try await connect(cluster.conninfo(database: "shop"))
        _ = try await Migrator(try SQLDirectory(path: SQLDirectory.development()))
            .migrate(on: connection)
        try await connection.script(
            "UPDATE outbox.clock SET simulated_at = '2026-11-23T12:00:00Z'"
        )
        let ids = try await fill(connection)
        await connection.close()
        return ShopTemplate(cluster: cluster, ids: ids)
    }

    static func connect(_ conninfo: String) async throws -> Connection {
        try await Connection.connect(ConnectionConfiguration(conninfo: conninfo))
    }

    private static func fill(_ connection: Connection) async throws -> ShopIDs {
        try await open("KR", "KRW", "Asia/Seoul", "toss", on: connection)
        try await open("US", "USD", "America/New_York", "stripe", on: connection)
        let add = AddGame(by: .setUp)
        let gameID = try await add(try game("Sea of Stars", 59_800), on: connection).get()
        let secondID = try await add(try game("Night Train", 1_050), on: connection).get()
        let members = try await Members().add(
            [
                NewMember(country: "KR", language: "ko", name: "김", email: "kim@x.example"),
                NewMember(country: "KR", language: "ko", name: "이", email: "lee@x.example"),
                NewMember(country: "US", language: "en", name: "Ann", email: "ann@x.example"),
            ],
            on: connection
        ).get()
        let grants = members.prefix(2).map { PointGrant(memberID: $0, points: 100_000) }
        try await Members().grant(Array(grants), by: .setUp, on: connection).get()
        let managers = Managers(by: .setUp)
        return ShopIDs(
            game: gameID,
            secondGame: secondID,
            member: members[0],
            otherMember: members[1],
            american: members[2],
            manager: try await managers.add(
                NewManager(country: "KR", name: "Park"),
                on: connection
            ).get(),
            americanManager: try await managers.add(
                NewManager(country: "US", name: "Bob"),
                on: connection
            ).get()
        )
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

    /// A game that is sold in both countries, for so many won and for 59.99 dollars.
    private static func game(_ title: String, _ won: Int64) throws -> NewGame {
        let salesFrom = try #require(Timestamp("2026-11-01T00:00:00Z"))
        let releaseAt = try #require(Timestamp("2027-03-01T00:00:00Z"))
        let prices = try [("KR", won, "KRW"), ("US", 5_999, "USD")].map { sale in
            GamePrice(
                country: sale.0,
                list: Money(sale.1, try #require(Currency(sale.2))),
                salesFrom: salesFrom,
                salesUntil: releaseAt
            )
        }
        let texts = ["en", "ko"].map { language in
            GameText(
                language: language,
                title: language == "ko" ? "별의 바다" : title,
                description: "A story",
                systemRequirements: "8 GB"
            )
        }
        return NewGame(releaseAt: releaseAt, images: [], texts: texts, prices: prices)
    }
}

/// What stands in every shop.
struct ShopIDs: Sendable {
    let game: UUID

    /// Costs 1,050 won, of which gateways charge no less than 100.
    let secondGame: UUID

    /// Korean, with 100,000 points, as is `otherMember`.
    let member: UUID
    let otherMember: UUID
    let american: UUID
    let manager: UUID
    let americanManager: UUID
}

extension StaffAct {
    /// Whoever prepares a test.
    static let setUp = StaffAct(by: .administrator("alice"), reason: "a new shop")
}
