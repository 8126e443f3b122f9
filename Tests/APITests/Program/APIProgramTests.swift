import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Postgres
import TestTurns
import Testing

@Suite("reservoir-api from outside", .inTurn)
struct APIProgramTests {
    private static func run(
        _ arguments: [String],
        _ environment: [String: String] = [:]
    ) async throws -> (status: Int32, errors: String) {
        let (process, errors) = try RunningAPI.process(arguments, environment)
        try process.run()
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        return (process.terminationStatus, try String(contentsOfFile: errors, encoding: .utf8))
    }

    @Test("every wrong setting is said at once; an absent database is for the next start")
    func settings() async throws {
        let nothing = try await Self.run([])
        #expect(nothing.status == 78)
        #expect(nothing.errors.contains("RESERVOIR_API_JWKS is not set"))
        #expect(nothing.errors.contains("RESERVOIR_SEAL_KEYS is not set"))
        #expect(try await Self.run(["--port", "70000"]).status == 64)
        try await Shop.open { shop in
            var environment = RunningAPI.environment(shop)
            environment["RESERVOIR_API_RATE"] = "0"
            let rate = try await Self.run([], environment)
            #expect(rate.status == 78 && rate.errors.contains("RESERVOIR_API_RATE"))
            environment = RunningAPI.environment(shop)
            environment["RESERVOIR_API_JWKS"] = "/nonexistent"
            let keys = try await Self.run(["--port", "0"], environment)
            #expect(keys.status == 78 && keys.errors.contains("RESERVOIR_API_JWKS"))
            environment = RunningAPI.environment(shop)
            environment["RESERVOIR_PAGES"] = "on"
            for wrong in ["https://store.example/shop", "https://a:b@store.example", "store"] {
                environment["RESERVOIR_PAGES_URL"] = wrong
                let pages = try await Self.run(["--port", "0"], environment)
                #expect(pages.status == 78 && pages.errors.contains("RESERVOIR_PAGES_URL"))
            }
            environment["RESERVOIR_PAGES_URL"] = "https://Store.example:443/"
            environment["RESERVOIR_API_DATABASE_URL"] = "host=/nonexistent dbname=x"
            #expect(try await Self.run(["--port", "0"], environment).status == 75)
        }
    }

    @Test("SIGTERM lets what is in flight be answered, and the program exits 0")
    func shutdown() async throws {
        try await Shop.open { shop in
            let api = try await RunningAPI.start(shop)
            let outside = shop.at(api.url)
            let token = try await shop.member()
            let lock = try await ShopTemplate.connect(shop.conninfo)
            try await lock.script("BEGIN; SELECT 1 FROM preorder.point_balance FOR UPDATE")
            let body = shop.reservation(points: 100)
            async let reply = outside.ask(.POST, "/v1/reservations", as: token, body, key: "k")
            let waiting = """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """
            while try await shop.lines(waiting) == ["0"] {}
            api.process.terminate()
            while !RawHTTP.isRefused(api.url) { try await Task.sleep(for: .milliseconds(20)) }
            try await lock.script("ROLLBACK")
            #expect(try await reply.status == 201)
            #expect(try await api.status() == 0)
            await lock.close()
            let log = try api.log()
            #expect(log.contains("route=\"POST /v1/reservations\"") && log.contains("status=201"))
            #expect(!log.contains(token) && !log.contains("59800"))
        }
    }

    @Test("a kill half-way leaves nothing, and the same key then does it once")
    func killed() async throws {
        try await Shop.open { shop in
            let api = try await RunningAPI.start(shop)
            let token = try await shop.member()
            let before = try await shop.footprint()
            let lock = try await ShopTemplate.connect(shop.conninfo)
            try await lock.script("BEGIN; SELECT 1 FROM preorder.point_balance FOR UPDATE")
            let body = shop.reservation(points: 100)
            let outside = shop.at(api.url)
            async let isLost = outside.loses(body, as: token)
            let waiting = """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """
            while try await shop.lines(waiting) == ["0"] {}
            kill(api.process.processIdentifier, SIGKILL)
            #expect(await isLost)
            try await lock.script("ROLLBACK")
            let others = """
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                AND usename = 'reservoir_api' AND state <> 'idle'
                """
            while try await shop.lines(others) != ["0"] {}
            #expect(try await shop.footprint() == before)
            let reply = try await shop.ask(.POST, "/v1/reservations", as: token, body, key: "k")
            #expect(reply.status == 201)
            _ = try await api.status()
            await lock.close()
        }
    }
}

extension Shop {
    /// Whether the connection breaks before a reservation is answered.
    func loses(_ body: String, as token: String) async -> Bool {
        do {
            _ = try await ask(.POST, "/v1/reservations", as: token, body, key: "k")
            return false
        } catch {
            return true
        }
    }

    /// The same shop behind another server.
    func at(_ url: String) -> Shop {
        Shop(
            conninfo: conninfo,
            connection: connection,
            ids: ids,
            tokens: tokens,
            url: url,
            client: client
        )
    }
}
