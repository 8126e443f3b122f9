import Foundation
import Money
import NIOHTTP1
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("What somebody typed is text on every page", .inTurn)
struct HostileTextTests {
    private static let hostile = #"<script>alert("x")</script>'&"#
    private static let shown = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;"

    @Test("titles, messages, errors and reasons are shown as they were typed")
    func escaped() async throws {
        try await Shop.openPages { shop in
            try await shop.connection.script(
                """
                UPDATE preorder.game_text SET title = $x$\(Self.hostile)$x$,
                    description = $x$\(Self.hostile)$x$;
                INSERT INTO outbox.pause (scope, name, paused_by, reason, paused_at)
                VALUES ('channel', 'mail', $x$\(Self.hostile)$x$, $x$\(Self.hostile)$x$, outbox.now());
                INSERT INTO outbox.breaker
                    (destination, state, failures, opened_at, probe_at, last_error)
                VALUES ('smtp', 'open', 7, outbox.now(), outbox.now(), $x$\(Self.hostile)$x$);
                INSERT INTO outbox.alert (kind, subject, occurrence, detail, raised_at)
                VALUES ('breaker', $x$\(Self.hostile)$x$, '', $x$\(Self.hostile)$x$, outbox.now());
                INSERT INTO outbox.batch_run
                    (run_id, program, channel, host, pid, version, started_at)
                VALUES (gen_random_uuid(), 'p', 'mail', $x$\(Self.hostile)$x$, 7, '1',
                        clock_timestamp())
                """
            )
            let dead = try await shop.deadCharge(error: Self.hostile)
            let manager = try await shop.tokens.manager(shop.ids.manager)
            let registered = try await shop.send(
                "/manager/discounts",
                as: manager,
                [
                    "game": shop.ids.secondGame.uuidString, "policy": "percent", "amount": "10",
                    "from": "2026-11-23T00:00", "until": "2026-12-23T00:00",
                    "reason": Self.hostile,
                ]
            )
            #expect(registered.status == 303, "\(registered.text)")
            let gift = try await shop.post(
                "/v1/reservations",
                as: try await shop.member(),
                """
                {"game_id": "\(shop.ids.secondGame)", "points": 945,
                 "shown": {"amount_minor": 945, "currency": "KRW"},
                 "gift": {"recipient_id": "\(shop.ids.otherMember)",
                          "message": "<script>alert(\\"x\\")</script>'&"}}
                """
            )
            #expect(gift.status == 201, "\(gift.text)")
            try await shop.drainReports()
            let ada = try await shop.tokens.operator(Self.hostile)
            let member = try await shop.tokens.member(shop.ids.otherMember)
            let pages = [
                ("/operator", ada), ("/operator/dead-letters", ada),
                ("/operator/dead-letters/\(dead.messageID)", ada), ("/operator/holds", ada),
                ("/operator/runs", ada), ("/manager", manager), ("/manager/discounts", manager),
                ("/store", member), ("/store/gifts", member),
                ("/store/games/\(shop.ids.game)", member),
            ]
            for (path, token) in pages {
                for language in ["en", "ko"] {
                    let page = try await shop.visit(path, as: token, language: language)
                    #expect(page.status == 200, "\(path)")
                    #expect(page.text.contains(Self.shown), "\(path)")
                    #expect(!page.text.contains("<script"), "\(path)")
                }
            }
            let refused = try await shop.send(
                "/operator/dead-letters/\(dead.messageID)/verdict",
                as: ada,
                ["verdict": "applied", "evidence": Self.hostile, "reason": Self.hostile]
            )
            #expect(refused.status == 422 && refused.text.contains("value=\"\(Self.shown)\""))
            #expect(!refused.text.contains("<script"))
        }
    }
}
