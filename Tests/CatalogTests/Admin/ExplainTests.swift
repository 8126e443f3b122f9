import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("reservoir-admin explain", .inTurn)
struct ExplainTests {
    private static let reservation = "0190a000-0000-7000-8000-000000000001"
    private let program = BuiltProgram(name: "reservoir-admin")

    /// A charge whose answer was lost and found again; everything happened in the same instant, as
    /// it does in a simulation.
    private func story(_ shop: Shop) async throws {
        let ids = try await Members().add(
            [NewMember(country: "KR", language: "ko", name: "김", email: "kim@example.com")],
            on: shop.connection
        ).get()
        let member = try #require(ids.first)
        let now = "'2026-11-23T12:00:00Z'"
        let key = "'\(Self.reservation)'"
        try await shop.connection.script(
            """
            INSERT INTO preorder.reservation VALUES (\(key), '\(member)', '\(member)',
                '\(shop.gameID)', 'KR', 'KRW', 59800, 0, NULL, 1000, 1000, 58800, false,
                'reserved', 2, \(now), \(now), NULL);
            INSERT INTO preorder.payment (payment_id, reservation_id, country, method, account,
                order_id, currency, amount_minor, status, gateway_payment_id, created_at,
                submitted_at, completed_at)
            VALUES ('0190a000-0000-7000-8000-000000000002', \(key), 'KR', 'card', 'toss-kr',
                'ORD-0001', 'KRW', 58800, 'completed', 'tviva_1', \(now), \(now), \(now));
            INSERT INTO outbox.message (id, channel, kind, key, payload, created_at)
            VALUES (1001, 'payments', 'charge', \(key), '{}', \(now)),
                   (1002, 'points', 'spend', \(key), '{}', \(now)),
                   (1003, 'mail', 'payment_completed', \(key), '{}', \(now));
            INSERT INTO preorder.point_entry (kind, debit, credit, member_id, amount,
                reservation_id, message_id, posted_at)
            VALUES ('hold', 'available', 'held', '\(member)', 1000, \(key), NULL, \(now)),
                   ('spend', 'held', 'redeemed', '\(member)', 1000, \(key), 1002, \(now));
            INSERT INTO outbox.attempt (attempt_id, message_id, event, operation, destination,
                idempotency_key, outcome, detail, run_id, at)
            SELECT 1, 1001, e.event, 'confirm', 'toss-kr', 'key-1', e.outcome, e.detail,
                   gen_random_uuid(), \(now)
            FROM (VALUES ('sent', NULL, NULL), ('asked', 'unknown', 'read timed out'),
                         ('ended', 'applied', 'DONE')) AS e (event, outcome, detail);
            INSERT INTO outbox.queue (channel, lane, message_id, day, kind, key, state, due_at,
                attempts)
            VALUES ('mail', outbox.lane_of(\(key)), 1003, outbox.today(), 'payment_completed',
                \(key), 'waiting', '2026-11-23T12:05:00Z', 1)
            """
        )
    }

    @Test("a gift's id tells its reservation's story, with the offer and what became of it")
    func gift() async throws {
        let shop = try await Shop.open()
        try await story(shop)
        let recipient = try await Members().add(
            [NewMember(country: "KR", language: "ko", name: "이", email: "lee@example.com")],
            on: shop.connection
        ).get()
        let gift = "0190a000-0000-7000-8000-000000000003"
        let to = try #require(recipient.first).uuidString.lowercased()
        try await shop.connection.script(
            """
            UPDATE preorder.reservation SET is_gift = true, owner_id = '\(to)';
            INSERT INTO preorder.gift (gift_id, reservation_id, sender_id, recipient_id, game_id,
                status, created_at, offered_at, expires_at, closed_at)
            SELECT '\(gift)', reservation_id, member_id, '\(to)', game_id, 'accepted', created_at,
                   created_at, created_at + interval '30 days', created_at + interval '2 hours'
            FROM preorder.reservation
            """
        )
        let told = try program.run(["explain", gift], environment: ["DATABASE_URL": shop.conninfo])
        #expect(told.status == 0, "\(told.errors)")
        for part in [
            "reservation \(Self.reservation)", "to \(to), until 2026-12-23 12:00:00", "accepted",
        ] {
            #expect(told.output.contains(part), "\(part) is not in:\n\(told.output)")
        }
        await shop.close()
    }

    @Test("the story is told in causal order although everything has the same instant")
    func order() async throws {
        let shop = try await Shop.open()
        try await story(shop)
        let environment = ["DATABASE_URL": shop.conninfo]
        let told = try program.run(["explain", "ORD-0001"], environment: environment)
        #expect(told.status == 0, "\(told.errors)")
        let steps = [
            "reservation \(Self.reservation)  reserved", "Sea of Stars",
            "₩59,800 list − ₩0 discount − ₩1,000 in points = ₩58,800 charged", "order ORD-0001",
            "made", "₩59,800, the price from now on", "1000 from available to held", "opened",
            "₩58,800, order ORD-0001", "submitted",
            "payments/charge 1001", "confirm to toss-kr, key key-1, attempt 1",
            "asked: unknown", "ended: applied", "tviva_1", "complete", "points/spend 1002",
            "1000 from held to redeemed", "mail/payment_completed 1003",
            "NOW", "waiting", "1 attempts spent, due 2026-11-23 12:05:00",
        ]
        var rest = told.output[...]
        for step in steps {
            let found = rest.range(of: step)
            #expect(found != nil, "\(step) is not in its place:\n\(told.output)")
            rest = found.map { rest[$0.upperBound...] } ?? rest
        }
        #expect(!told.output.contains("kim@example.com"))
        for id in [Self.reservation, "0190a000-0000-7000-8000-000000000002", "1002"] {
            let same = try program.run(["explain", id], environment: environment)
            #expect(same.output == told.output)
        }
        await shop.close()
    }

    @Test("for machines it is one JSON object, and an unknown id is refused")
    func json() async throws {
        let shop = try await Shop.open()
        try await story(shop)
        let environment = ["DATABASE_URL": shop.conninfo]
        let told = try program.run(
            ["explain", "--json", Self.reservation],
            environment: environment
        )
        let object = try JSONSerialization.jsonObject(with: Data(told.output.utf8))
        let story = try #require(object as? [String: Any])
        #expect((story["events"] as? [Any])?.count == 13)
        #expect((story["messages"] as? [Any])?.count == 3)
        let unknown = try program.run(["explain", "nobody"], environment: environment)
        #expect(unknown.status == 64)
        #expect(unknown.errors.contains("nobody"))
        await shop.close()
    }

    @Test("a discount is registered, listed and ended from the command line")
    func discounts() async throws {
        let shop = try await Shop.open()
        let environment = ["DATABASE_URL": shop.conninfo]
        let register = [
            "discount", "register", "--game", shop.gameID.uuidString, "--country", "KR",
            "--percent", "12.5", "--until", "2026-12-08T00:00:00+09:00", "--by", "ada",
        ]
        let silent = try program.run(register, environment: environment)
        #expect(silent.status == 64)
        let reason = ["--reason", "launch week", "--json"]
        let registered = try program.run(register + reason, environment: environment)
        #expect(registered.status == 0, "\(registered.errors)")
        let overlapping = try program.run(register + reason, environment: environment)
        #expect(overlapping.status == 64)
        #expect(overlapping.errors.contains("overlaps"))
        let list = try program.run(["discount", "list"], environment: environment)
        #expect(list.output.contains("percent 1250"))
        #expect(list.output.contains("launch week"))
        let shown = try program.run(
            ["game", "show", shop.gameID.uuidString, "--country", "KR", "--language", "ko"],
            environment: environment
        )
        #expect(shown.output.contains("52,325원"))
        await shop.close()
    }
}
