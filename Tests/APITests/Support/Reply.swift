import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Postgres
import Testing

/// What the API answered.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let text: String

    /// A member of the document, as text; ids in quotes without them.
    subscript(name: String) -> String? {
        guard let value = document?[name] else { return nil }
        if let text = value as? String { return text }
        if let number = value as? NSNumber { return number.stringValue }
        return nil
    }

    /// The members of an object in the document.
    func object(_ name: String) -> [String: any Sendable]? {
        document?[name] as? [String: any Sendable]
    }

    /// The items of a page.
    var items: [[String: any Sendable]] {
        document?["items"] as? [[String: any Sendable]] ?? []
    }

    /// Where the next page begins.
    var next: String? { self["next"] }

    /// The end of a problem's type; nil for what is no problem document.
    var problem: String? {
        guard headers.first(name: "content-type") == "application/problem+json",
            let type = self["type"], type.hasPrefix("urn:reservoir:problem:"),
            self["title"] != nil, self["detail"] != nil, self["request_id"] != nil,
            self["status"] == "\(status)"
        else { return nil }
        return String(type.dropFirst("urn:reservoir:problem:".count))
    }

    private var document: [String: any Sendable]? {
        do {
            let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
            return value as? [String: any Sendable]
        } catch {
            return nil
        }
    }
}

extension Shop {
    /// Asks for something as somebody; bodies are JSON unless a header says otherwise.
    func ask(
        _ method: HTTPMethod,
        _ path: String,
        as token: String? = nil,
        _ body: String? = nil,
        key: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Reply {
        try await ask(
            method,
            path,
            as: token,
            bytes: body.map { Array($0.utf8) },
            key: key,
            headers: headers
        )
    }

    /// The same with any bytes as the body.
    func ask(
        _ method: HTTPMethod,
        _ path: String,
        as token: String?,
        bytes: [UInt8]?,
        key: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        if let key { request.headers.add(name: "idempotency-key", value: key) }
        if bytes != nil { request.headers.add(name: "content-type", value: "application/json") }
        for (name, value) in headers {
            request.headers.replaceOrAdd(name: name, value: value)
        }
        if let bytes { request.body = .bytes(ByteBuffer(bytes: bytes)) }
        let response = try await client.execute(request, timeout: .seconds(30))
        let text = String(buffer: try await response.body.collect(upTo: 4 << 20))
        return Reply(status: Int(response.status.code), headers: response.headers, text: text)
    }

    /// Posts something new under a key of its own.
    func post(_ path: String, as token: String, _ body: String) async throws -> Reply {
        try await ask(.POST, path, as: token, body, key: UUID().uuidString)
    }

    func member() async throws -> String { try await tokens.member(ids.member) }

    /// The body of a reservation.
    func reservation(
        game: UUID? = nil,
        method: String? = "card",
        points: Int64 = 0,
        shown: Int64 = 59_800,
        currency: String = "KRW"
    ) -> String {
        let method = method.map { "\"\($0)\"" } ?? "null"
        return """
            {"game_id": "\(game ?? ids.game)", "method": \(method), "points": \(points),
             "shown": {"amount_minor": \(shown), "currency": "\(currency)"}}
            """
    }

    /// Reserves with points alone: complete at once.
    func reserveWithPoints(as token: String) async throws -> Reply {
        let reply = try await post(
            "/v1/reservations",
            as: token,
            reservation(method: nil, points: 59_800)
        )
        #expect(reply.status == 201, "\(reply.text)")
        return reply
    }
}
