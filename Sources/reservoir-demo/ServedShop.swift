import Foundation
import Postgres

/// The shop of a story that was told, open to whoever calls: reservoir-api, with people's tokens.
struct ServedShop: Sendable {
    /// What programs and people need: the settings of the batches, where the API is, and tokens.
    let environment: [String: String]
    let url: String
    private let api: Process

    /// Opens the shop on `port`, or on a free one for 0.
    ///
    /// Time is the real one from now on, and six more games can be reserved. The files with keys
    /// and tokens, and the API's log, are in `directory`.
    static func open(_ world: World, directory: String, port: Int) async throws -> ServedShop {
        let connection = try await Connection.connect(
            ConnectionConfiguration(conninfo: world.conninfo, applicationName: "reservoir-demo")
        )
        guard try await connection.first(ReturnToRealTime()) != nil else {
            throw DemoError.refused("the story ended in the future")
        }
        try await connection.script(DemoSeason(number: 2, opens: "outbox.now()").script)
        let people = try await DemoPerson.gather(on: connection)
        await connection.close()
        let access = try await DemoAccess(people, in: directory)
        var environment = world.environment
            .merging(pages(world)) { $1 }
            .merging(access.settings) { $1 }
        let (api, url) = try await start(environment, log: directory + "/api.log", port: port)
        environment["RESERVOIR_API_URL"] = url
        environment["RESERVOIR_RETURN_URL"] = url + "/store/return"
        environment.merge(access.tokens) { $1 }
        return ServedShop(environment: environment, url: url, api: api)
    }

    /// Ends the API, once what is in flight is answered.
    func close() {
        api.terminate()
        api.waitUntilExit()
    }

    /// Where everything is, for a person.
    func page(runsBatches: Bool) -> String {
        """

        The shop is open\(runsBatches ? ", and the batches run every few seconds" : ""):
          \(url)/sign-in   as a member, a manager or an operator
          \(url)           the API; \(url)/openapi.yaml describes it
        """
    }

    /// The same for a program.
    func json() throws -> String {
        let places = ["api": url, "sign_in": url + "/sign-in"]
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(places), as: UTF8.self)
    }

    /// What the pages need to know beyond the API's settings.
    private static func pages(_ world: World) -> [String: String] {
        [
            "RESERVOIR_PAGES": "on",
            "RESERVOIR_PAGES_AUTHENTICATION_URL": world.sandboxURL + "/authenticate",
            "RESERVOIR_OPERATOR_DATABASE_URL": world.conninfo,
            "RESERVOIR_WEBHOOK_PRIVATE": "allow",
        ]
    }

    private static func start(
        _ environment: [String: String],
        log: String,
        port: Int
    ) async throws -> (Process, url: String) {
        try Data().write(to: URL(fileURLWithPath: log))
        let api = try ProgramRunner(environment: environment).start(
            "reservoir-api",
            ["--port", "\(port)", "--log-level", "info"],
            errors: FileHandle(forWritingAtPath: log)
        )
        do {
            while api.isRunning {
                let text = try String(contentsOfFile: log, encoding: .utf8)
                if let match = text.firstMatch(of: /message=listening port=(\d+)\n/) {
                    return (api, "http://127.0.0.1:\(match.1)")
                }
                try await Task.sleep(for: .milliseconds(50))
            }
        } catch {
            api.terminate()
            api.waitUntilExit()
            throw error
        }
        let said = try String(contentsOfFile: log, encoding: .utf8)
        throw DemoError.refused("reservoir-api ended: \(said)")
    }
}

/// Lets time run as it does outside; no row while it is ahead of that.
struct ReturnToRealTime: Statement {
    static let sql = """
        UPDATE outbox.clock SET simulated_at = NULL WHERE simulated_at <= clock_timestamp()
        RETURNING true
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Bool { try row.next() }
}
