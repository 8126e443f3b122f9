/// Six games that are announced together, their prices and their discounts.
struct DemoSeason: Sendable {
    /// 1 for the season of the story.
    let number: Int

    /// The instant from which its games can be reserved, as an expression of SQL.
    let opens: String

    /// Days between one game's release and the next one's.
    var releaseEvery = 30

    /// Games of the seasons before.
    private var first: Int { (number - 1) * 6 }

    private var suffix: String { number == 1 ? "" : " \(number)" }

    var script: String {
        """
        INSERT INTO preorder.game (game_id, release_at, created_at)
        SELECT md5('game' || \(first) + n)::uuid, \(opens) + n * interval '\(releaseEvery) days',
               \(opens)
        FROM generate_series(1, 6) AS n;
        INSERT INTO preorder.game_text (game_id, language, title, description, system_requirements)
        SELECT md5('game' || \(first) + n)::uuid, language, title || '\(suffix)', title || '\(suffix)', '16 GB'
        FROM (VALUES (1, 'en', 'Tides of Haneul'), (1, 'ko', '하늘의 파도'),
                     (2, 'en', 'Iron Orchard'), (2, 'ko', '철의 과수원'),
                     (3, 'en', 'Night Ferry'), (3, 'ko', '밤배'),
                     (4, 'en', 'Paper Kingdoms'), (4, 'ko', '종이 왕국'),
                     (5, 'en', 'Lantern & Tiger'), (5, 'ko', '등불과 호랑이'),
                     (6, 'en', 'Last Harbor'), (6, 'ko', '마지막 항구'))
             AS t (n, language, title);
        INSERT INTO preorder.game_price (game_id, country, currency, list_minor, sales)
        SELECT md5('game' || \(first) + n)::uuid, country, currency,
               CASE currency WHEN 'KRW' THEN 59800 WHEN 'JPY' THEN 7980 WHEN 'KWD' THEN 18500
                             ELSE 5999 END + n * CASE currency WHEN 'KWD' THEN 10 ELSE 100 END,
               tstzrange(\(opens) - interval '60 days', \(opens) + n * interval '\(releaseEvery) days')
        FROM preorder.country CROSS JOIN generate_series(1, 6) AS n;
        INSERT INTO preorder.discount (discount_id, game_id, country, policy, amount, period,
            registered_by, registered_at, reason)
        SELECT gen_random_uuid(), game_id, country, policy, amount,
               tstzrange(\(opens) - interval '30 days', \(opens) + interval '90 days'),
               'demo manager', \(opens), 'early bird'
        FROM (VALUES (1, 'percent', 1500), (3, 'amount', 500)) AS d (n, policy, amount)
        CROSS JOIN preorder.country
        JOIN preorder.game_price USING (country)
        WHERE game_id = md5('game' || \(first) + n)::uuid;
        """
    }
}
