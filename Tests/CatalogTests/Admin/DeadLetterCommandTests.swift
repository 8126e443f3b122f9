import Foundation
import Money
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

/// The commands as built, with the administrator's own role.
@Suite("reservoir-admin dead-letter", .inTurn)
struct DeadLetterCommandTests {
    private static let bob = ["--by", "bob", "--reason", "looked at the console"]
    private let program = BuiltProgram(name: "reservoir-admin")

    private func run(_ shop: Shop, _ arguments: [String]) throws -> BuiltProgram.Result {
        let conninfo = shop.conninfo.replacing("user='postgres'", with: "user='reservoir_admin'")
        try #require(conninfo != shop.conninfo)
        return try program.run(
            ["dead-letter"] + arguments,
            environment: ["DATABASE_URL": conninfo]
        )
    }

    /// A charge of a new member that was given up, with an attempt that may have taken effect.
    private func giveUp(_ shop: Shop) async throws -> Int64 {
        let members = try await Members().add(
            [NewMember(country: "KR", language: "ko", name: "김", email: "kim@example.com")],
            on: shop.connection
        ).get()
        let member = try #require(members.first)
        let request = ReserveRequest(
            memberID: member,
            gameID: shop.gameID,
            method: "card",
            points: 0,
            shown: Money(59_800, try #require(Shop.won))
        )
        guard case .reserved(let receipt) = try await Reserve()(request, on: shop.connection)
        else { throw CancellationError() }
        let vault = try Vault(keys: [Vault.Key(id: "k", bytes: [UInt8](repeating: 7, count: 32))])
        _ = try await Submit(vault: vault)(
            paymentID: receipt.paymentID,
            memberID: member,
            token: "tviva_1",
            on: shop.connection
        )
        return try await giveUp("charge", of: receipt.reservationID, shop)
    }

    private func giveUp(
        _ kind: String,
        of reservationID: UUID,
        _ shop: Shop
    ) async throws -> Int64 {
        let own = "kind = '\(kind)' AND key = '\(reservationID)'"
        try await shop.connection.script(
            """
            UPDATE outbox.queue SET state = 'dead', due_at = NULL WHERE \(own);
            INSERT INTO outbox.dead_letter
                (message_id, message_day, channel, kind, key, attempts, last_error, dead_at)
            SELECT message_id, day, channel, kind, key, 12, 'no account', outbox.now()
            FROM outbox.queue WHERE \(own);
            INSERT INTO outbox.open_attempt (message_id, message_day, channel, operation,
                destination, idempotency_key, first_sent_at, last_sent_at, window_ends_at)
            SELECT message_id, day, channel, 'confirm', 'toss-kr', 'key-' || message_id,
                   outbox.now(), outbox.now(), outbox.now() + interval '1 day'
            FROM outbox.queue WHERE \(own) AND channel = 'payments';
            INSERT INTO outbox.attempt (attempt_id, message_id, event, operation, destination,
                idempotency_key, run_id, at)
            SELECT attempt_id, message_id, 'sent', operation, destination, idempotency_key,
                   gen_random_uuid(), first_sent_at
            FROM outbox.open_attempt
            WHERE message_id = (SELECT message_id FROM outbox.queue WHERE \(own))
            """
        )
        let ids = try await shop.lines("SELECT message_id FROM outbox.queue WHERE \(own)")
        return try #require(ids.first.flatMap { Int64($0) })
    }

    @Test("lists and shows what waits for a person, without names or tokens")
    func shown() async throws {
        let shop = try await Shop.open()
        let first = try await giveUp(shop)
        let second = try await giveUp(shop)
        let list = try run(shop, ["list", "--channel", "payments", "--kind", "charge"])
        #expect(list.status == 0, "\(list.errors)")
        #expect(list.output.contains("payments/charge") && list.output.contains("no account"))
        #expect(list.output.split(separator: "\n").count == 3)
        let page = try run(shop, ["list", "--limit", "1"])
        #expect(page.output.hasSuffix("more: --after \(first)\n"))
        let next = try run(shop, ["list", "--limit", "1", "--after", "\(first)", "--json"])
        let letters = try JSONSerialization.jsonObject(with: Data(next.output.utf8))
        let letter = try #require((letters as? [[String: Any]])?.first)
        #expect(letter["message_id"] as? Int64 == second)
        #expect(letter["has_open_attempt"] as? Bool == true)
        #expect(letter["state"] as? String == "open")
        #expect(try run(shop, ["list", "--older-than", "1h"]).output.hasPrefix("MESSAGE"))
        #expect(try run(shop, ["list", "--older-than", "1h", "--json"]).output == "[]\n")
        let shown = try run(shop, ["show", "\(first)"])
        for part in [
            "message \(first)", "after 12 tries", "no account", "confirm to toss-kr",
            "key key-\(first)", "sent",
        ] {
            #expect(shown.output.contains(part), "\(part) is missing:\n\(shown.output)")
        }
        #expect(!shown.output.contains("tviva_1") && !shown.output.contains("kim@example.com"))
        let json = try run(shop, ["show", "--json", "\(first)"])
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
        let dossier = try #require(object as? [String: Any])
        #expect((dossier["journal"] as? [Any])?.count == 1)
        #expect(dossier["open_attempt"] is [String: Any])
        await shop.close()
    }

    @Test("replays once, as the administrator's role may; the second is told who did")
    func replay() async throws {
        let shop = try await Shop.open()
        let id = try await giveUp(shop)
        let replayed = try run(shop, ["replay", "\(id)", "--json"] + Self.bob)
        #expect(replayed.status == 0, "\(replayed.errors)")
        #expect(
            replayed.output
                == "{\"due_at\":\"2026-11-23T12:00:00Z\",\"message_id\":\(id),"
                + "\"state\":\"replayed\"}\n"
        )
        let again = try run(
            shop,
            ["replay", "\(id)", "--by", "alice", "--reason", "me too"]
        )
        #expect(again.status == 64)
        #expect(again.errors.contains("replayed already by bob at 2026-11-23T12:00:00Z"))
        #expect(again.errors.contains("looked at the console"))
        #expect(
            try await shop.lines("SELECT state FROM outbox.queue WHERE message_id = \(id)")
                == ["unknown"]
        )
        let told = try program.run(
            ["explain", "\(id)"],
            environment: ["DATABASE_URL": shop.conninfo]
        )
        #expect(told.output.contains("replayed"))
        #expect(told.output.contains("by bob, looked at the console"))
        await shop.close()
    }

    @Test("replays many, as the administrator's role may")
    func replayMany() async throws {
        let shop = try await Shop.open()
        for _ in 0..<3 { _ = try await giveUp(shop) }
        let some = try run(
            shop,
            ["replay", "--channel", "payments", "--limit", "1", "--json"] + Self.bob
        )
        #expect(
            some.output == "{\"last_due_at\":\"2026-11-23T12:00:00Z\",\"replayed\":1}\n",
            "\(some.errors)"
        )
        let rest = try run(shop, ["replay", "--all", "--per-second", "2"] + Self.bob)
        #expect(
            rest.output
                == "2 messages go back into the queue, the last one due at "
                + "2026-11-23T12:00:00.500000Z\n"
        )
        let none = try run(shop, ["replay", "--all"] + Self.bob)
        #expect(none.status == 0)
        #expect(none.output == "0 messages go back into the queue\n")
        await shop.close()
    }

    @Test("resolves with evidence and moves the payment on, as the administrator's role may")
    func resolve() async throws {
        let shop = try await Shop.open()
        let charged = try await giveUp(shop)
        let refused = try await giveUp(shop)
        let evidence = ["--evidence", "ticket 7"] + Self.bob
        let missing = try run(shop, ["resolve", "\(charged)", "--as", "applied"] + evidence)
        #expect(missing.status == 64)
        #expect(missing.errors.contains("--gateway-id"))
        let applied = try run(
            shop,
            ["resolve", "\(charged)", "--as", "applied", "--gateway-id", "tviva_1"] + evidence
        )
        #expect(
            applied.output == "message \(charged) is resolved as applied\n",
            "\(applied.errors)"
        )
        let rejected = try run(
            shop,
            ["resolve", "\(refused)", "--as", "rejected", "--json"] + evidence
        )
        #expect(
            rejected.output == "{\"message_id\":\(refused),\"state\":\"rejected\"}\n",
            "\(rejected.errors)"
        )
        #expect(
            try await shop.lines("SELECT status FROM preorder.payment ORDER BY 1")
                == ["completed", "failed"]
        )
        #expect(try await shop.lines("SELECT count(*) FROM outbox.open_attempt") == ["0"])
        let list = try run(shop, ["list", "--state", "any"])
        #expect(list.output.contains("by bob at 2026-11-23T12:00:00Z: looked at the console"))
        #expect(try run(shop, ["list"]).output.split(separator: "\n").count == 1)
        await shop.close()
    }

    @Test("resolves points and a refund, as the administrator's role may")
    func resolveRefund() async throws {
        let shop = try await Shop.open()
        let charge = try await giveUp(shop)
        let evidence = ["--evidence", "transfer 4711"] + Self.bob
        let applied = ["--as", "applied", "--gateway-id", "tviva_1"]
        #expect(try run(shop, ["resolve", "\(charge)"] + applied + evidence).status == 0)
        let key = try await shop.lines("SELECT reservation_id FROM preorder.reservation").first
        let reservationID = try #require(key.flatMap(UUID.init(uuidString:)))
        let earn = try await giveUp("earn", of: reservationID, shop)
        let asserted = try run(shop, ["resolve", "\(earn)", "--as", "applied"] + evidence)
        #expect(asserted.status == 64)
        #expect(asserted.errors.contains("points adjust"))
        let void = try run(shop, ["resolve", "\(earn)", "--as", "rejected"] + evidence)
        #expect(void.status == 0, "\(void.errors)")
        _ = try await RequestRefund()(
            reservationID: reservationID,
            by: .staff(.setUp),
            on: shop.connection
        )
        let refund = try await giveUp("refund", of: reservationID, shop)
        let vague = try run(shop, ["resolve", "\(refund)", "--as", "applied"] + evidence)
        #expect(vague.status == 64)
        #expect(vague.errors.contains("--outside"))
        let paid = try run(
            shop,
            ["resolve", "\(refund)", "--as", "applied", "--outside"] + evidence
        )
        #expect(paid.status == 0, "\(paid.errors)")
        #expect(
            try await shop.lines("SELECT status, settlement_reference FROM preorder.refund")
                == ["settled_outside\ttransfer 4711"]
        )
        await shop.close()
    }

    @Test(
        "refuses what makes no sense, with status 64 and nothing written",
        arguments: [
            ["list", "--channel", "paymnets"], ["list", "--state", "dead"],
            ["list", "--limit", "0"], ["list", "--older-than", "yesterday"],
            ["list", "--older-than", "-1h"], ["show", "999999"], ["show", "one"],
            ["replay"] + bob, ["replay", "1", "--all"] + bob, ["replay", "999999"] + bob,
            ["replay", "1", "--limit", "3"] + bob, ["replay", "--all", "--limit", "0"] + bob,
            ["replay", "--all", "--per-second", "0"] + bob, ["replay", "1", "--by", "bob"],
            ["replay", "1", "--by", "bob", "--reason", " "],
            ["resolve", "1", "--as", "applied"] + bob,
            ["resolve", "1", "--as", "done", "--evidence", "x"] + bob,
            ["resolve", "1", "--as", "rejected", "--evidence", " "] + bob,
            ["resolve", "1", "--as", "rejected", "--evidence", "x", "--outside"] + bob,
            ["resolve", "999999", "--as", "rejected", "--evidence", "x"] + bob,
            [
                "resolve", "1", "--as", "applied", "--evidence", "x", "--outside",
                "--gateway-id", "re_1",
            ] + bob,
        ]
    )
    func misuse(arguments: [String]) async throws {
        let shop = try await Shop.open()
        let result = try run(shop, arguments)
        #expect(result.status == 64, "\(result.output) \(result.errors)")
        #expect(!result.errors.isEmpty)
        #expect(
            try await shop.lines(
                "SELECT count(*) FROM preorder.staff_act WHERE done_by = 'bob'"
            ) == ["0"]
        )
        await shop.close()
    }

    @Test("--help reads like a manual")
    func help() throws {
        let help = try program.run(["dead-letter", "--help"])
        #expect(help.status == 0)
        for section in ["REPLAY", "RESOLVE", "WHO AND WHY", "SUBCOMMANDS"] {
            #expect(help.output.contains(section))
        }
    }
}
