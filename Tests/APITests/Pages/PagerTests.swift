import Foundation
import NIOHTTP1
import Postgres
import TestTurns
import Testing

@Suite("Long lists of pages", .inTurn)
struct PagerTests {
    @Test("a shelf of many games goes on, page by page, and shows each once")
    func shelf() async throws {
        try await Shop.openPages { shop in
            try await shop.connection.script(
                """
                INSERT INTO preorder.game (game_id, release_at, created_at)
                SELECT gen_random_uuid(), timestamptz '2027-06-01', outbox.now()
                FROM generate_series(1, 60);
                INSERT INTO preorder.game_text (game_id, language, title, description,
                    system_requirements)
                SELECT game_id, 'ko', 'Title', '', '' FROM preorder.game
                WHERE release_at = '2027-06-01';
                INSERT INTO preorder.game_price (game_id, country, currency, list_minor, sales)
                SELECT game_id, 'KR', 'KRW', 1000, tstzrange('2026-01-01', '2027-05-01')
                FROM preorder.game WHERE release_at = '2027-06-01'
                """
            )
            let token = try await shop.member()
            var path = "/store"
            var games: [String] = []
            var pages = 0
            while !path.isEmpty {
                let headers = ["cookie": "reservoir=\(token)"]
                let page = try await shop.ask(.GET, path, headers: headers)
                #expect(page.status == 200)
                games += page.text.matches(of: /href="(\/store\/games\/[^"]+)"/).map { "\($0.1)" }
                path = page.text.firstMatch(of: /rel="next" href="([^"]+)"/).map { "\($0.1)" } ?? ""
                pages += 1
            }
            #expect(games.count == 62 && Set(games).count == 62 && pages == 2)
            let headers = ["cookie": "reservoir=\(token)"]
            let wrong = try await shop.ask(.GET, "/store?after=x", headers: headers)
            #expect(wrong.status == 400)
        }
    }
}
