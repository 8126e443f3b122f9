import Batch
import Foundation
import Money
import Postgres
import Preorder
import PrivateCluster
import Synchronization
import Testing

/// A migrated database of a test's own, with two country offices and a game.
struct Shop: Sendable {
    /// The cluster and a migrated database to copy; both end with the process.
    ///
    /// An unstructured task, because the first test to ask starts it and all of them wait for it.
    private static let template = Task {
        let cluster = try await PrivateCluster.start(settings: ["max_connections": "200"])
        let admin = try await connect(cluster, "postgres")
        try await admin.script("CREATE DATABASE shop")
        await admin.close()
        let shop = try await connect(cluster, "shop")
        _ = try await Migrator(try SQLDirectory(path: SQLDirectory.development()))
            .migrate(on: shop)
        await shop.close()
        return cluster
    }

    static let won = Currency("KRW")
    static let dollar = Currency("USD")

    let conninfo: String
    let connection: Connection
    let gameID: UUID

    private static func connect(
        _ cluster: PrivateCluster,
        _ database: String
    ) async throws -> Connection {
        try await Connection.connect(
            ConnectionConfiguration(conninfo: cluster.conninfo(database: database))
        )
    }

    static func open() async throws -> Shop {
        let cluster = try await template.value
        let name = "shop_" + UUID().uuidString.lowercased().replacing("-", with: "")
        let admin = try await connect(cluster, "postgres")
        try await admin.script("CREATE DATABASE \(name) TEMPLATE shop")
        await admin.close()
        let connection = try await connect(cluster, name)
        try await connection.script(
            "UPDATE outbox.clock SET simulated_at = '2026-11-23T12:00:00Z'"
        )
        let gameID = try await stock(connection)
        return Shop(
            conninfo: cluster.conninfo(database: name),
            connection: connection,
            gameID: gameID
        )
    }

    private static func stock(_ connection: Connection) async throws -> UUID {
        let offices = CountryOffices(by: .setUp)
        let korea = NewCountry(
            country: "KR",
            name: "대한민국",
            currency: try #require(won),
            timeZone: "Asia/Seoul",
            language: "ko"
        )
        let america = NewCountry(
            country: "US",
            name: "USA",
            currency: try #require(dollar),
            timeZone: "America/New_York",
            language: "en"
        )
        try await offices.open(korea, on: connection).get()
        try await offices.open(america, on: connection).get()
        try await offices.addAccount(
            "toss-kr",
            gateway: "toss",
            country: "KR",
            credentialID: "c1",
            on: connection
        ).get()
        try await offices.enable("card", country: "KR", account: "toss-kr", on: connection).get()
        return try await AddGame(by: .setUp)(try game(), on: connection).get()
    }

    /// A game sold in Korea for 59,800 won.
    static func game() throws -> NewGame {
        NewGame(
            releaseAt: try instant("2027-03-01T00:00:00+09:00"),
            images: ["https://x.example/a"],
            texts: [
                GameText(
                    language: "ko",
                    title: "별의 바다",
                    description: "이야기",
                    systemRequirements: "8GB"
                ),
                GameText(
                    language: "en",
                    title: "Sea of Stars",
                    description: "A story",
                    systemRequirements: "8 GB"
                ),
            ],
            prices: [
                GamePrice(
                    country: "KR",
                    list: Money(59_800, try #require(won)),
                    salesFrom: try instant("2026-11-01T00:00:00+09:00"),
                    salesUntil: try instant("2027-03-01T00:00:00+09:00")
                )
            ]
        )
    }

    static func instant(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

    /// A quarter off from now until the 8th, as an administrator registers it.
    func quarterOff() throws -> DiscountDraft {
        DiscountDraft(
            gameID: gameID,
            country: "KR",
            policy: "percent",
            amount: 2_500,
            from: try Shop.instant("2026-11-23T12:00:00Z"),
            until: try Shop.instant("2026-12-08T00:00:00Z"),
            by: .administrator("ada"),
            reason: "launch week"
        )
    }

    /// The rows of a constant query without parameters, columns parted by tabs.
    func lines(_ query: String) async throws -> [String] {
        let rows = Mutex<[String]>([])
        try await connection.copyOut("COPY (\(query)) TO STDOUT") { row in
            let line = String(decoding: row.dropLast(), as: UTF8.self)
            rows.withLock { $0.append(line) }
        }
        return rows.withLock { $0 }
    }

    func close() async { await connection.close() }
}

extension StaffAct {
    /// Whoever prepares a test.
    static let setUp = StaffAct(by: .administrator("alice"), reason: "a new shop")
}
