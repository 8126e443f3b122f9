import Foundation
import NIOHTTP1
import Postgres
import TestTurns
import Testing

@Suite("What operators' pages show", .inTurn)
struct OperatorPageTests {
    @Test("the screen marks what must be acted on, and draws what happened")
    func overview() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.tokens.operator()
            let calm = try await shop.visit("/operator", as: token)
            #expect(calm.text.contains(#"<meta http-equiv="refresh" content="15">"#))
            #expect(!calm.text.contains("tile bad") && !calm.text.contains("bad-text"))
            let main = calm.text.components(separatedBy: "<main>").last ?? ""
            #expect(!main.contains("<form"))
            _ = try await shop.deadCharge()
            try await shop.openBreaker()
            try await shop.drainReports()
            _ = try await shop.reserveWithPoints(as: try await shop.member())
            try await shop.connection.script(
                """
                INSERT INTO outbox.alert (kind, subject, occurrence, detail, raised_at)
                VALUES ('breaker', 'toss-kr', '', '7 calls without an answer', outbox.now());
                INSERT INTO outbox.pause (scope, name, paused_by, reason, paused_at)
                VALUES ('account', 'toss-kr', 'reservoir-drain', '401', outbox.now());
                UPDATE outbox.clock SET simulated_at = simulated_at + interval '3 hours'
                """
            )
            let page = try await shop.visit("/operator", as: token).text
            for tile in [
                #"tile warn" href="/operator/dead-letters">Dead letters<b>1</b>"#,
                #"href="/operator/unknowns">Unknowns<b>1</b><small>₩59,000</small>"#,
                #"tile bad" href="/operator/holds">Open breakers<b>1</b><small>toss-kr</small>"#,
                #"tile bad" href="/operator/holds">Paused<b>1</b><small>Account toss-kr</small>"#,
                ##"tile warn" href="#alerts">Alerts<b>1</b><small>1 not told yet</small>"##,
                "Act now", "open breaker", "7 calls without an answer",
            ] { #expect(page.contains(tile), "\(tile)") }
            #expect(page.contains("<title>11-23 — Reservations: 0"))
            let oldest = page.matches(of: /<span title="[^"]+ allowed">3 h/)
            #expect(oldest.count == 3)
            #expect(
                page.matches(of: /class="(bad|warn)-text"><span title="[^"]+ allowed">3 h/).count
                    == 3
            )
            // It is the 24th in Seoul.
            let body = shop.reservation(
                game: shop.ids.secondGame,
                method: nil,
                points: 1_050,
                shown: 1_050
            )
            _ = try await shop.post("/v1/reservations", as: try await shop.member(), body)
            try await shop.drainReports()
            let later = try await shop.visit("/operator", as: token).text
            #expect(later.contains("<title>11-24 — Reservations: 1"))
        }
    }

    @Test("dead letters are listed by state and channel, a page at a time")
    func deadLetters() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.tokens.operator()
            let id = try await shop.deadReport()
            try await shop.connection.script(
                """
                INSERT INTO outbox.dead_letter
                    (message_id, message_day, channel, kind, key, attempts, last_error, dead_at)
                SELECT n, date '2026-11-23', 'mail', 'receipt', gen_random_uuid(), 5, 'no route',
                       outbox.now()
                FROM generate_series(100001, 100060) AS n
                """
            )
            func ids(_ query: String) async throws -> [String] {
                let page = try await shop.visit("/operator/dead-letters" + query, as: token)
                #expect(page.status == 200)
                return page.text.matches(of: /href="\/operator\/dead-letters\/([0-9]+)"/)
                    .map { String($0.1) }
            }
            #expect(try await ids("?channel=reports") == ["\(id)"])
            #expect(try await ids("").count == 50)
            let mail = "/operator/dead-letters?channel=mail"
            let first = try await shop.visit(mail, as: token)
            let next = first.text.firstMatch(of: /rel="next" href="([^"]+)"/)
            let address = String(try #require(next?.1)).replacing("&amp;", with: "&")
            let rest = try await shop.visit(address, as: token).text
            #expect(rest.contains(">100051<") && rest.contains(">100060<"))
            #expect(!rest.contains(">100050<") && !rest.contains("rel=\"next\""))
            #expect(try await ids("?state=replayed") == [])
            #expect(try await ids("?state=all&channel=reports").count == 1)
            for wrong in ["?state=gone", "?after=x", "?after=-1", "?who=me"] {
                let reply = try await shop.visit("/operator/dead-letters" + wrong, as: token)
                #expect(reply.status == 400, "\(wrong)")
            }
        }
    }

    @Test("unknowns, refunds and runs are shown with what is late marked")
    func lists() async throws {
        try await Shop.openPages { shop in
            let token = try await shop.tokens.operator()
            _ = try await shop.deadCharge()
            try await shop.drainReports()
            try await shop.lateRefund()
            try await shop.connection.script(
                """
                INSERT INTO outbox.batch_run (run_id, program, channel, host, pid, version, started_at)
                VALUES (gen_random_uuid(), 'reservoir-drain', 'mail', 'host-9', 7, '1',
                        clock_timestamp() - interval '5 hours')
                """
            )
            let unknowns = try await shop.visit("/operator/unknowns", as: token).text
            #expect(unknowns.contains("₩59,000") && unknowns.contains("toss-kr"))
            #expect(unknowns.contains(#"<span class="bad-text">2 h</span>"#))
            let refunds = try await shop.visit("/operator/refunds", as: token).text
            #expect(refunds.contains(#"<span class="bad-text">7 days late</span>"#), "\(refunds)")
            #expect(refunds.contains("Refused (refund_refused)") && refunds.contains("<td>KR</td>"))
            let runs = try await shop.visit("/operator/runs?channel=mail", as: token).text
            #expect(runs.contains(#"<span class="badge bad">Has no end</span>"#))
            #expect(runs.contains("host-9"))
            let others = try await shop.visit("/operator/runs?channel=points", as: token).text
            #expect(!others.contains("host-9"))
        }
    }
}
