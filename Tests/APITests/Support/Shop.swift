import API
import AsyncHTTPClient
import Batch
import Foundation
import Logging
import Postgres
import Preorder
import PrivateCluster
import ServiceLifecycle
import Synchronization
import Testing

/// A database of a test's own and the API on it, which is reached over HTTP.
///
/// It is noon (UTC) on the 23rd of November 2026, until the test says otherwise.
struct Shop: Sendable {
    let conninfo: String

    /// As the owner of everything.
    let connection: Connection
    let ids: ShopIDs
    let tokens: Tokens
    let url: String
    let client: HTTPClient

    /// Runs `body` on a shop; its API ends with it.
    static func open(
        _ adjust: @Sendable (inout APIConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (Shop) async throws -> Void
    ) async throws {
        let template = try await ShopTemplate.shared.value
        let name = "shop_" + UUID().uuidString.lowercased().replacing("-", with: "")
        let admin = try await ShopTemplate.connect(
            template.cluster.conninfo(database: "postgres")
        )
        try await admin.script("CREATE DATABASE \(name) TEMPLATE shop")
        await admin.close()
        let conninfo = template.cluster.conninfo(database: name)
        let tokens = try await Tokens()
        var configuration = APIConfiguration(
            connection: ConnectionConfiguration(
                conninfo: conninfo.replacing("user='postgres'", with: "user='reservoir_api'")
            ),
            vault: try Vault(keys: [Vault.Key(id: "k", bytes: [UInt8](repeating: 7, count: 32))]),
            keyFile: tokens.keyFile,
            schema: SchemaNumber.current
        )
        configuration.catalogueAge = .zero
        configuration.keyFileAge = .zero
        configuration.limits.requestsPerSecond = 10_000
        configuration.limits.burst = 10_000
        adjust(&configuration)
        let connection = try await ShopTemplate.connect(conninfo)
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: many)
        let result: Result<Void, any Error>
        do {
            try await serve(configuration) { port in
                try await body(
                    Shop(
                        conninfo: conninfo,
                        connection: connection,
                        ids: template.ids,
                        tokens: tokens,
                        url: "http://127.0.0.1:\(port)",
                        client: client
                    )
                )
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        await connection.close()
        try result.get()
    }

    /// As many connections as a crowd of clients has.
    private static var many: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 200
        // Where a page sends a browser is looked at, not followed.
        configuration.redirectConfiguration = .disallow
        return configuration
    }

    /// Serves for as long as the body lasts.
    private static func serve(
        _ configuration: APIConfiguration,
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let (ports, announcement) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "api") { StreamLogHandler.standardError(label: $0) }
        // What is logged as an error should not happen, but for the one test that wants it.
        logger.logLevel = .error
        let server = try await APIServer(configuration, logger: logger) { announcement.yield($0) }
        let services = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [server], logger: logger)
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // However serving ends, nobody must go on waiting for a port.
                defer { announcement.finish() }
                try await services.run()
            }
            let port = try #require(await ports.first { _ in true })
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(port))
            } catch {
                result = .failure(error)
            }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            try result.get()
        }
    }

    /// The rows of a constant query without parameters, columns parted by `|`.
    func lines(_ query: String) async throws -> [String] {
        let rows = Mutex<[String]>([])
        try await connection.copyOut("COPY (\(query)) TO STDOUT (DELIMITER '|')") { row in
            let line = String(decoding: row.dropLast(), as: UTF8.self)
            rows.withLock { $0.append(line) }
        }
        return rows.withLock { $0 }
    }

    /// How many rows everything that can be written has.
    func footprint() async throws -> [String] {
        try await lines(
            """
            SELECT (SELECT count(*) FROM preorder.reservation),
                   (SELECT count(*) FROM preorder.refund),
                   (SELECT count(*) FROM preorder.discount),
                   (SELECT count(*) FROM preorder.game),
                   (SELECT count(*) FROM preorder.staff_act),
                   (SELECT count(*) FROM preorder.api_request),
                   (SELECT count(*) FROM preorder.payment_credential),
                   (SELECT count(*) FROM outbox.message),
                   (SELECT sum(available) || ' ' || sum(held) FROM preorder.point_balance)
            """
        )
    }
}
