import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Postgres
import Preorder
import PrivateCluster
import Sandbox
import Synchronization

/// A database of a test's own with two offices, and the gateways and mailboxes of the sandbox.
///
/// It is noon (UTC) on the 23rd of November 2026, for both, until the test says otherwise.
struct Market: Sendable {
    let conninfo: String
    let connection: Connection
    let gameID: UUID
    let sandbox: SandboxAddress

    /// Runs `body` on a market; its sandbox ends with it.
    static func open(
        _ adjust: (inout SandboxConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (Market) async throws -> Void
    ) async throws {
        let template = try await MarketTemplate.shared.value
        let name = "market_" + UUID().uuidString.lowercased().replacing("-", with: "")
        let admin = try await MarketTemplate.connect(
            template.cluster.conninfo(database: "postgres")
        )
        try await admin.script("CREATE DATABASE \(name) TEMPLATE market")
        await admin.close()
        let conninfo = template.cluster.conninfo(database: name)
        var configuration = SandboxConfiguration()
        configuration.clock = try await DatabaseClock(conninfo: conninfo)
        configuration.faults.hold = .milliseconds(20)
        adjust(&configuration)
        try await Sandbox.serving(configuration) { address in
            let market = Market(
                conninfo: conninfo,
                connection: try await MarketTemplate.connect(conninfo),
                gameID: template.gameID,
                sandbox: address
            )
            try await body(market)
            await market.connection.close()
        }
    }

    /// A connection as the login role of a program.
    func connect(as role: String) async throws -> Connection {
        try await MarketTemplate.connect(
            conninfo.replacing("user='postgres'", with: "user='reservoir_\(role)'")
        )
    }

    /// Moves domain time on, for the sandbox too, which looks at the clock only now and then.
    func wait(_ duration: String) async throws {
        let clock: SandboxTime = try decode(try await call("/_clock").body)
        try await connection.script(
            "UPDATE outbox.clock SET simulated_at = simulated_at + interval '\(duration)'"
        )
        while try decode(try await call("/_clock").body) == clock {}
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

    /// The one value of a constant query.
    func value(_ query: String) async throws -> String? { try await lines(query).first }

    /// A call to the sandbox: a JSON body is posted; returns status and body.
    @discardableResult
    func call(
        _ path: String,
        _ body: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> (status: Int, body: String) {
        var request = HTTPClientRequest(url: sandbox.url + path)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
        return (Int(response.status.code), text)
    }

    /// What the sandbox knows, as `GET /_truth` and `GET /_calls` show it.
    func truth() async throws -> Truth { try decode(try await call("/_truth").body) }

    /// How often an operation was asked for.
    func calls(_ operation: String) async throws -> Int {
        let calls: Calls = try decode(try await call("/_calls").body)
        return calls.operations[operation] ?? 0
    }

    private func decode<Value: Decodable>(_ json: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Value.self, from: Data(json.utf8))
    }
}

/// What really happened.
struct Truth: Decodable {
    struct Charge: Decodable {
        let id: String
        let amount: Int64
        let currency: String
        let status: String
        let refunded: Int64
    }

    struct Refund: Decodable {
        let amount: Int64
        let status: String
    }

    struct Mail: Decodable {
        let to: String
        let subject: String
        let messageId: String
    }

    let charges: [Charge]
    let refunds: [Refund]
    let mails: [Mail]

    /// Amounts that were charged, and what of each was given back.
    var charged: [String] {
        charges.filter { $0.status == "succeeded" }
            .map { "\($0.amount) \($0.currency), \($0.refunded) back" }
    }
}

private struct SandboxTime: Decodable, Equatable {
    let at: String
}

private struct Calls: Decodable {
    let operations: [String: Int]
}
