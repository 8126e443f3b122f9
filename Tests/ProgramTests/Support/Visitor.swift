import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// Somebody who uses a kept demo with what `DIR/env` says, as a shell would that has sourced it.
struct Visitor: Sendable {
    let environment: [String: String]
    private let client: HTTPClient

    /// An answer of the API.
    struct Reply {
        let status: Int
        let body: [String: Any]

        func text(_ name: String) -> String? { body[name] as? String }

        var items: [[String: Any]] { body["items"] as? [[String: Any]] ?? [] }
    }

    /// Reads `env`, as `sh` does.
    init(env file: String) throws {
        var environment: [String: String] = [:]
        for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
            let match = try #require(line.wholeMatch(of: /export ([A-Z_]+)='(.*)'/))
            environment[String(match.1)] = String(match.2).replacing("'\\''", with: "'")
        }
        self.environment = environment
        client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: .init(redirectConfiguration: .disallow)
        )
    }

    func leave() async throws { try await client.shutdown() }

    func setting(_ name: String) throws -> String { try #require(environment[name], "\(name)") }

    /// Asks the API with the token of that name.
    func ask(
        _ method: HTTPMethod,
        _ path: String,
        as who: String = "MEMBER",
        _ body: [String: Any]? = nil
    ) async throws -> Reply {
        var call = HTTPClientRequest(url: try setting("RESERVOIR_API_URL") + path)
        call.method = method
        let token = try setting("RESERVOIR_\(who)_TOKEN")
        call.headers.add(name: "authorization", value: "Bearer \(token)")
        if let body {
            call.headers.add(name: "content-type", value: "application/json")
            call.headers.add(name: "idempotency-key", value: UUID().uuidString)
            let data = try JSONSerialization.data(withJSONObject: body)
            call.body = .bytes(ByteBuffer(bytes: data))
        }
        let response = try await client.execute(call, timeout: .seconds(30))
        let data = Data((try await response.body.collect(upTo: 1 << 20)).readableBytesView)
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        return Reply(status: Int(response.status.code), body: object ?? [:])
    }

    /// Reserves `game` and pays as a browser does: approves at the gateway, which sends it back
    /// with a payment key.
    func buy(_ game: [String: Any], giftTo friend: String? = nil) async throws -> Reply {
        var wish: [String: Any] = ["method": "card"]
        for (name, value) in [("game_id", game["game_id"]), ("shown", game["price"])] {
            wish[name] = value
        }
        if let friend { wish["gift"] = ["recipient_id": friend] }
        let reserved = try await ask(.POST, "/v1/reservations", wish)
        try #require(reserved.status == 201, "\(reserved.body)")
        let key = try await approve(reserved)
        let payment = try #require(reserved.text("payment_id"))
        let paid = try await ask(.POST, "/v1/payments/\(payment)/submission", ["token": key])
        #expect(paid.status == 202, "\(paid.body)")
        return reserved
    }

    private func approve(_ reserved: Reply) async throws -> String {
        let amount = try #require(reserved.body["amount"] as? [String: Any])
        let form = [
            "gateway": "toss", "account": "toss-kr", "method": "CARD", "decision": "approve",
            "orderId": reserved.text("order_id") ?? "",
            "amount": "\(amount["amount_minor"] ?? "")", "currency": "KRW",
            "returnUrl": "http://store.example/return",
        ]
        let url = try setting("RESERVOIR_SANDBOX_URL") + "/authenticate"
        let response = try await client.execute(
            request: HTTPClient.Request(
                url: url,
                method: .POST,
                headers: ["content-type": "application/x-www-form-urlencoded"],
                body: .string(form.map { "\($0)=\($1)" }.joined(separator: "&"))
            )
        ).get()
        #expect(response.status == .seeOther)
        let location = try #require(response.headers.first(name: "location"))
        let items = URLComponents(string: location)?.queryItems ?? []
        return try #require(items.first { $0.name == "paymentKey" }?.value)
    }

    /// Waits until what the API says of `path` is what is waited for.
    func wait(
        _ path: String,
        as who: String = "MEMBER",
        until isSo: (Reply) -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let reply = try await ask(.GET, path, as: who)
            if isSo(reply) { return }
            try #require(ContinuousClock.now < deadline, "\(path) is still \(reply.body)")
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// Whether nobody listens at the address of that name any more.
    func isRefused(_ name: String) async throws -> Bool {
        let url = try setting(name)
        do {
            _ = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(5))
            return false
        } catch {
            return true
        }
    }
}
