import Foundation
import HTTPTypes
import NIOHTTP1
import Preorder
import TestTurns
import Testing

@testable import API

@Suite("The OpenAPI document", .inTurn)
struct OpenAPITests {
    /// An operation as the document has it.
    private struct Operation {
        var statuses: Set<Int> = []
        var lines: [Substring] = []
    }

    /// The document's operations by method and path: two spaces a level, as it is written.
    private static func operations() -> [String: Operation] {
        let lines = OpenAPIDocument.text.split(separator: "\n")
        let paths = lines.drop { $0 != "paths:" }.dropFirst().prefix { $0.hasPrefix(" ") }
        var operations: [String: Operation] = [:]
        var (path, name) = ("", "")
        for line in paths {
            let indent = line.prefix { $0 == " " }.count
            let word = line.dropFirst(indent).prefix { $0 != ":" }
            if indent == 2 { (path, name) = (String(word), "") }
            if indent == 4 { name = word == "parameters" ? "" : "\(word.uppercased()) \(path)" }
            guard !name.isEmpty else { continue }
            operations[name, default: Operation()].lines.append(line)
            if indent == 8, word.hasPrefix("'"), let status = Int(word.dropFirst().dropLast()) {
                operations[name]?.statuses.insert(status)
            }
        }
        return operations
    }

    @Test("has every route and nothing else")
    func routes() {
        #expect(Set(Self.operations().keys) == Set(RouteTable.all.map(\.name)))
    }

    @Test("documents every status that a route's problems have, its key and its security")
    func answers() {
        let operations = Self.operations()
        for route in RouteTable.all {
            let operation = operations[route.name] ?? Operation()
            let problems = route.problems + Self.common(route)
            let missing = Set(problems.map(\.status.code)).subtracting(operation.statuses)
            #expect(missing.isEmpty, "\(route.name): \(missing)")
            let text = operation.lines.joined(separator: "\n")
            #expect(text.contains("parameters/idempotencyKey") == route.needsKey, "\(route.name)")
            #expect(text.contains("requestBody:") == (route.bodyBytesMax > 0 && Self.writes(route)))
            switch route.access {
            case .visitors: Issue.record("\(route.name) is no part of the API")
            case .everyone, .gateways: #expect(text.contains("security: []"))
            case .members: #expect(text.contains("- member: []"))
            case .managers: #expect(text.contains("- manager: []"))
            }
        }
    }

    private static func writes(_ route: Route) -> Bool { [.post, .put].contains(route.method) }

    /// What every route of a kind may answer.
    private static func common(_ route: Route) -> [ProblemKind] {
        var kinds: [ProblemKind] = [
            .malformedParameter, .headersTooLarge, .internalError, .unavailable,
        ]
        if route.access == .members || route.access == .managers {
            kinds += [.unauthorized, .forbidden, .tooManyRequests]
        }
        if writes(route) {
            kinds += [.malformedRequest, .bodyTooLarge, .unsupportedMediaType, .requestTimeout]
        }
        if route.needsKey { kinds += [.requestInFlight, .idempotencyKeyReused] }
        return kinds
    }

    @Test("lists every problem type and no other")
    func problems() {
        let prefix = "- urn:reservoir:problem:"
        let listed = OpenAPIDocument.text.split(separator: "\n")
            .map { $0.drop { $0 == " " } }.filter { $0.hasPrefix(prefix) }
            .map { String($0.dropFirst(prefix.count)) }
        #expect(Set(listed) == Set(ProblemKind.allCases.map(\.rawValue)))
    }

    @Test("refers to nothing that it does not have")
    func references() {
        let text = OpenAPIDocument.text
        for match in text.matches(of: /#\/components\/(\w+)\/(\w+)/) {
            let section = text.components(separatedBy: "\n  \(match.1):\n").last ?? ""
            #expect(section.contains("    \(match.2):\n"), "\(match.0)")
        }
    }

    /// Every event, what its data always says and what it says where there is such a thing.
    private static let events: [String: (always: String, sometimes: String)] = [
        "payment.completed": ("reservation_id, payment_id", "gift_id"),
        "payment.failed": ("reservation_id, payment_id", "gift_id reason"),
        "charge.reversed": ("reservation_id, payment_id, refund_id", "gift_id reason"),
        "refund.completed": ("reservation_id, payment_id, refund_id", "gift_id reason"),
        "refund.refused": ("reservation_id, payment_id, refund_id", "gift_id reason"),
        "refund.stands": ("reservation_id, payment_id, refund_id", "gift_id reason"),
        "gift.offered": ("gift_id, part", "reservation_id"),
        "gift.reminder": ("gift_id, part", "reservation_id"),
        "gift.accepted": ("gift_id, part", "reservation_id"),
        "gift.declined": ("gift_id, part", "reservation_id"),
        "gift.expired": ("gift_id, part", "reservation_id"),
        "gift.cancelled": ("gift_id, part", "reservation_id"),
        "gift.revoked": ("gift_id, part", "reservation_id"),
    ]

    @Test("has every event that endpoints are told of, with the members of its data")
    func webhooks() {
        let text = OpenAPIDocument.text
        #expect(Set(WebhookEvent.allCases.map(\.type)) == Set(Self.events.keys))
        let section = text.split(separator: "\n").drop { $0 != "webhooks:" }.dropFirst()
            .prefix { $0.hasPrefix(" ") }
        let names = section.filter { $0.prefix { $0 == " " }.count == 2 }
            .map { String($0.dropFirst(2).dropLast()) }
        #expect(Set(names) == Set(Self.events.keys) && names.count == Self.events.count)
        for (type, data) in Self.events {
            let name = type.split(separator: ".").map(\.capitalized).joined() + "Event"
            #expect(section.contains { $0.hasSuffix("$ref: '#/components/schemas/\(name)'") })
            let schema = text.components(separatedBy: "\n    \(name):\n").last ?? ""
            let lines = schema.split(separator: "\n").prefix { $0.hasPrefix("      ") }
            #expect(lines.contains("          const: \(type)"), "\(name)")
            #expect(lines.contains("          required: [\(data.always)]"), "\(name)")
            let members = lines.filter { $0.prefix { $0 == " " }.count == 12 }
                .map { String($0.dropFirst(12).dropLast()) }
            let expected = data.always.split(separator: ", ") + data.sometimes.split(separator: " ")
            #expect(Set(members) == Set(expected.map(String.init)), "\(name)")
        }
    }

    @Test("is served as it is")
    func served() async throws {
        try await Shop.open { shop in
            let reply = try await shop.ask(.GET, "/openapi.yaml")
            #expect(reply.status == 200 && reply.text == OpenAPIDocument.text)
            #expect(reply.headers.first(name: "content-type") == "application/yaml")
        }
    }

    @Test("every problem is told in every language")
    func languages() {
        for kind in ProblemKind.allCases {
            let (english, korean) = (kind.text(in: .english), kind.text(in: .korean))
            #expect(english.title != korean.title && english.detail != korean.detail)
        }
    }
}
