import Foundation
import Money
import Postgres
import Preorder
import TestTurns
import Testing

/// The command as built, with the administrator's own role.
@Suite("reservoir-admin webhook", .inTurn)
struct WebhookCommandTests {
    private static let bob = ["--by", "bob", "--reason", "the partner lost it"]
    private let program = BuiltProgram(name: "reservoir-admin")

    private func run(_ shop: Shop, _ arguments: [String]) throws -> BuiltProgram.Result {
        let conninfo = shop.conninfo.replacing("user='postgres'", with: "user='reservoir_admin'")
        try #require(conninfo != shop.conninfo)
        return try program.run(arguments, environment: ["DATABASE_URL": conninfo])
    }

    /// The webhook of a purchase that points paid whole, which has been told.
    private func told(_ shop: Shop) async throws -> String {
        let draft = NewMember(country: "KR", language: "ko", name: "김", email: "kim@example.com")
        let added = try await Members().add([draft], on: shop.connection).get()
        let member = try #require(added.first)
        let grant = PointGrant(memberID: member, points: 59_800)
        try await Members().grant([grant], by: .setUp, on: shop.connection).get()
        let vault = try Vault(keys: [Vault.Key(id: "k", bytes: [UInt8](repeating: 7, count: 32))])
        _ = try await shop.connection.transaction { tx in
            try WebhookEndpoints(vault: vault).add("https://partner.example/", of: member, in: tx)
        }
        let request = ReserveRequest(
            memberID: member,
            gameID: shop.gameID,
            method: nil,
            points: 59_800,
            shown: Money(59_800, try #require(Shop.won))
        )
        guard case .reserved = try await Reserve()(request, on: shop.connection) else {
            throw CancellationError()
        }
        let id = "SELECT message_id FROM preorder.webhook_delivery"
        let message = try #require(try await shop.lines(id).first)
        try await shop.connection.script("DELETE FROM outbox.queue WHERE channel = 'webhooks'")
        return message
    }

    @Test("tells again what was told, once at a time, and keeps who asked for it")
    func redelivered() async throws {
        let shop = try await Shop.open()
        let message = try await told(shop)
        let unsaid = try run(shop, ["webhook", "redeliver", message])
        #expect(unsaid.status == 64)
        let done = try run(shop, ["webhook", "redeliver", message, "--json"] + Self.bob)
        #expect(done.status == 0, "\(done.errors)")
        #expect(done.output.contains("\"message_id\":\(message)"), "\(done.output)")
        let again = try run(shop, ["webhook", "redeliver", message] + Self.bob)
        #expect(again.status == 64 && again.errors.contains("delivery_pending"))
        let unknown = try run(shop, ["webhook", "redeliver", "999999"] + Self.bob)
        #expect(unknown.status == 64 && unknown.errors.contains("unknown_delivery"))
        let queued = "SELECT state FROM outbox.queue WHERE message_id = \(message)"
        #expect(try await shop.lines(queued) == ["waiting"])
        let acts =
            "SELECT done_by, reason FROM preorder.staff_act WHERE verb = 'webhook told again'"
        #expect(try await shop.lines(acts) == ["bob\tthe partner lost it"])
        let story = try run(shop, ["explain", message])
        #expect(story.output.contains("told again"), "\(story.output)")
        await shop.close()
    }
}
