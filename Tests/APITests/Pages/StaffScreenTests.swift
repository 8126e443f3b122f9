import Foundation
import Postgres
import TestBrowser
import TestTurns
import Testing

@Suite("The staff's pages in both languages, light and dark", .inTurn)
struct StaffScreenTests {
    @Test(
        "no browser complains, whether there is much to show or nothing",
        arguments: ["ko", "en"]
    )
    func screens(language: String) async throws {
        try await Shop.openPages { shop in
            let people = [
                ("/manager", try await shop.tokens.manager(shop.ids.manager)),
                ("/operator", try await shop.tokens.operator("Ada Lovelace")),
            ]
            let paths = [
                "/manager": ["", "/discounts", "/refunds"],
                "/operator": ["", "/dead-letters", "/unknowns", "/holds", "/refunds", "/runs"],
            ]
            for part in ["empty", "full"] {
                if part == "full" { try await shop.fill() }
                for (home, token) in people {
                    try await Browser.open(language: language) { browser in
                        try await browser.resize(width: 1_280, height: 1_400)
                        try await shop.signIn(browser, as: token)
                        for path in paths[home] ?? [] {
                            try await browser.go(to: shop.url + home + path)
                            try await browser.wait(for: "main h1")
                            let name = (home + path).replacing("/", with: "-").dropFirst()
                            try await browser.keepPicture("\(name)-\(part)-\(language)")
                        }
                        try await browser.preferDark()
                        try await browser.go(to: shop.url + home)
                        try await browser.wait(for: "main h1")
                        try await browser.keepPicture(
                            "\(home.dropFirst())-dark-\(part)-\(language)"
                        )
                        #expect(try await browser.complaints() == [])
                    }
                }
            }
        }
    }

    @Test("a dead letter's page fits a desk and a phone", arguments: ["ko", "en"])
    func letter(language: String) async throws {
        try await Shop.openPages { shop in
            let dead = try await shop.deadCharge()
            let token = try await shop.tokens.operator("Ada Lovelace")
            try await Browser.open(language: language) { browser in
                try await browser.resize(width: 1_280, height: 1_600)
                try await shop.signIn(browser, as: token)
                try await browser.go(to: shop.url + "/operator/dead-letters/\(dead.messageID)")
                try await browser.click("#verdict summary")
                try await browser.keepPicture("dead-letter-\(language)")
                try await browser.resize(width: 500, height: 1_600)
                try await browser.keepPicture("dead-letter-narrow-\(language)")
                #expect(try await browser.overflow() <= 0)
                #expect(try await browser.complaints() == [])
            }
        }
    }
}

extension Shop {
    /// A busy, troubled shop: sales of a month in two countries, and something of everything that
    /// goes wrong.
    func fill() async throws {
        let dead = try await deadCharge()
        try await lateRefund()
        _ = try await deadReport()
        try await permitReports()
        try await openBreaker()
        let manager = try await tokens.manager(ids.manager)
        let registered = try await send(
            "/manager/discounts",
            as: manager,
            [
                "game": ids.game.uuidString, "policy": "percent", "amount": "12.5",
                "from": "2026-11-23T00:00", "until": "2026-12-01T00:00", "reason": "겨울 할인",
            ]
        )
        #expect(registered.status == 303, "\(registered.text)")
        try await connection.script(
            """
            INSERT INTO report.daily_sales (day, country, currency, game_id, reservations, gifts,
                gross_minor, discount_minor, points_minor, charged_minor, refunded_minor)
            SELECT date '2026-11-23' - n, c.country, c.currency, g.game_id, 20 + (n * 7) % 13,
                   (n * 5) % 6, 1200 * c.unit, 100 * c.unit, 40 * c.unit,
                   (700 + (n * 97) % 400) * c.unit, ((n * 31) % 90) * c.unit
            FROM generate_series(0, 29) AS n
            CROSS JOIN (VALUES ('KR', 'KRW', 1000), ('US', 'USD', 100)) AS c (country, currency, unit)
            CROSS JOIN preorder.game AS g
            ON CONFLICT DO NOTHING;
            INSERT INTO outbox.batch_run (run_id, program, channel, host, pid, version, started_at,
                finished_at, claimed, applied, retried, dead, result)
            SELECT gen_random_uuid(), 'reservoir-drain', c.channel, 'batch-' || n % 2, 100 + n,
                   '1.0.0', clock_timestamp() - n * interval '47 minutes',
                   clock_timestamp() - n * interval '47 minutes' + interval '50 seconds',
                   300, 240 + (n * 37) % 90, (n * 11) % 40, (n % 9) / 8,
                   CASE WHEN n = 5 THEN 'failed' ELSE 'done' END
            FROM generate_series(1, 30) AS n
            CROSS JOIN (VALUES ('payments'), ('mail')) AS c (channel);
            INSERT INTO outbox.batch_run
                (run_id, program, channel, host, pid, version, started_at)
            VALUES (gen_random_uuid(), 'reservoir-drain', 'points', 'batch-1', 7, '1.0.0',
                    clock_timestamp() - interval '5 hours');
            INSERT INTO outbox.pause (scope, name, paused_by, reason, paused_at)
            VALUES ('account', 'toss-kr', 'reservoir-drain', 'the gateway answers 401', outbox.now()),
                   ('channel', 'mail', 'Grace', 'the relay is being moved', outbox.now());
            INSERT INTO outbox.alert
                (kind, subject, occurrence, detail, since, amount_minor, currency, raised_at)
            VALUES ('breaker', 'toss-kr', '', '7 calls without an answer', outbox.now(), NULL, NULL,
                    outbox.now()),
                   ('unknown', '\(dead.messageID)', '', 'payments/charge at toss-kr, sent 3 times',
                    outbox.now(), 59000, 'KRW', outbox.now());
            UPDATE outbox.alert SET told_at = outbox.now() WHERE kind = 'breaker';
            UPDATE outbox.clock SET simulated_at = simulated_at + interval '3 hours'
            """
        )
    }
}
