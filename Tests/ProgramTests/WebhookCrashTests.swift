import Foundation
import Postgres
import Preorder
import TestReceiver
import Testing

@testable import reservoir_demo

/// The webhooks drain is truly killed at each of its commits and on both sides of the wire, with an
/// endpoint that hears everything.
@Suite("A webhooks drain that is killed", .serialized)
struct WebhookCrashTests {
    private static let allowed = ["RESERVOIR_WEBHOOK_PRIVATE": "allow"]

    @Test(
        "tells everything at least once, each under one id with the same bytes, and is never stuck",
        arguments: [
            "mark:before-commit", "mark:after-commit", "touch:before-commit",
            "touch:after-commit", "wire:before", "wire:after", "settle:before-commit",
            "settle:after-commit",
        ]
    )
    func killed(point: String) async throws {
        try await Stage.with(.submitted(7)) { stage in
            let receiver = try await WebhookReceiver()
            try await Self.register(receiver, stage)
            try await stage.drain("payments")
            let told = try await stage.number("SELECT count(*) FROM preorder.webhook_delivery")
            #expect(told > 3)
            try await stage.crash(
                "reservoir-drain",
                ["webhooks"],
                at: "webhooks:\(point)",
                Self.allowed
            )
            let heardBefore = receiver.received
            let waiting = "SELECT count(*) FROM outbox.queue WHERE channel = 'webhooks'"
            for _ in 0..<20 where try await stage.number(waiting) > 0 {
                let again = try await stage.run("reservoir-drain", ["webhooks"], Self.allowed)
                #expect(again.status == 0, "\(again.output)")
                try await stage.connection.execute(MoveClock(seconds: 600))
            }
            #expect(try await stage.number(waiting) == 0)
            let posts = await receiver.take(receiver.received)
            let byID = Dictionary(grouping: posts) { $0.headers["webhook-id"] ?? "" }
            #expect(byID.count == told)
            #expect(byID.values.allSatisfy { Set($0.map(\.body)).count == 1 })
            let undelivered = """
                SELECT count(*) FROM preorder.webhook_delivery
                WHERE delivered_at IS NULL OR attempts = 0
                """
            #expect(try await stage.number(undelivered) == 0)
            for table in ["dead_letter", "open_attempt", "batch", "voided"] {
                #expect(
                    try await stage.number("SELECT count(*) FROM outbox.\(table)") == 0,
                    "\(table)"
                )
            }
            // What had been heard when it died was told again: nobody knew that it had been.
            if point == "wire:after" || point == "settle:before-commit" {
                #expect(heardBefore > 0 && posts.count > told)
            }
            if point.hasPrefix("mark") || point.hasPrefix("touch") { #expect(heardBefore == 0) }
            try await receiver.stop()
        }
    }

    /// Has every member told at the receiver, signed with the stage's sealing key.
    private static func register(_ receiver: WebhookReceiver, _ stage: Stage) async throws {
        let key = try #require(stage.world.environment["RESERVOIR_SEAL_KEYS"])
        let sides = key.split(separator: ":", maxSplits: 1).map(String.init)
        let bytes = try #require(Data(base64Encoded: sides[1]))
        let vault = try Vault(keys: [try Vault.Key(id: sides[0], bytes: Array(bytes))])
        let endpoints = WebhookEndpoints(vault: vault, allowsHTTP: true)
        let members = try await stage.connection.query(ReadMembers())
        try await stage.connection.transaction { tx in
            for member in members {
                _ = try endpoints.add(
                    "http://127.0.0.1:\(receiver.port)/hook",
                    of: member,
                    in: tx
                )
            }
        }
    }
}

/// All members.
private struct ReadMembers: Statement {
    static let sql = "SELECT member_id FROM preorder.member"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}
