import Foundation
import Postgres

/// The shop of the demo: five countries, six games, discounts, and members some of whom have
/// points.
///
/// Set up with plain SQL, as a store's own import would.
struct DemoCatalogue: Sendable {
    let members: Int

    /// Days between one game's release and the next one's.
    var releaseEvery = 30

    /// Where simulated time begins.
    static let start = "2026-03-02 09:00:00+00"

    func create(on connection: Connection) async throws {
        try await connection.script(shop)
        try await connection.execute(InsertMembers(members: members))
        try await connection.script(Self.points)
    }

    private var shop: String {
        """
        INSERT INTO preorder.country (country, name, currency, time_zone, language) VALUES
            ('KR', 'Korea', 'KRW', 'Asia/Seoul', 'ko'),
            ('US', 'United States', 'USD', 'America/New_York', 'en'),
            ('JP', 'Japan', 'JPY', 'Asia/Tokyo', 'en'),
            ('DE', 'Germany', 'EUR', 'Europe/Berlin', 'en'),
            ('KW', 'Kuwait', 'KWD', 'Asia/Kuwait', 'en');
        INSERT INTO preorder.policy SELECT country, 100, 1, 365, 30, 30, 7, 3, 60, 30, 60, 1825
        FROM preorder.country;
        INSERT INTO preorder.gateway_account (account, gateway, country, credential_id) VALUES
            ('toss-kr', 'toss', 'KR', 'v1'), ('stripe-us', 'stripe', 'US', 'v1'),
            ('stripe-jp', 'stripe', 'JP', 'v1'), ('stripe-de', 'stripe', 'DE', 'v1'),
            ('stripe-kw', 'stripe', 'KW', 'v1');
        INSERT INTO preorder.payment_method (country, method, account) VALUES
            ('KR', 'card', 'toss-kr'), ('KR', 'tosspay', 'toss-kr'), ('KR', 'kakaopay', 'toss-kr'),
            ('KR', 'naverpay', 'toss-kr'), ('US', 'card', 'stripe-us'),
            ('JP', 'card', 'stripe-jp'), ('DE', 'card', 'stripe-de'), ('KW', 'card', 'stripe-kw');
        INSERT INTO preorder.game (game_id, release_at, created_at)
        SELECT md5('game' || n)::uuid, timestamptz '\(Self.start)' + n * interval '\(releaseEvery) days',
               timestamptz '\(Self.start)'
        FROM generate_series(1, 6) AS n;
        INSERT INTO preorder.game_text (game_id, language, title, description, system_requirements)
        SELECT md5('game' || n)::uuid, language, title, title, '16 GB'
        FROM (VALUES (1, 'en', 'Tides of Haneul'), (1, 'ko', '하늘의 파도'),
                     (2, 'en', 'Iron Orchard'), (2, 'ko', '철의 과수원'),
                     (3, 'en', 'Night Ferry'), (3, 'ko', '밤배'),
                     (4, 'en', 'Paper Kingdoms'), (4, 'ko', '종이 왕국'),
                     (5, 'en', 'Lantern & Tiger'), (5, 'ko', '등불과 호랑이'),
                     (6, 'en', 'Last Harbor'), (6, 'ko', '마지막 항구'))
             AS t (n, language, title);
        INSERT INTO preorder.game_price (game_id, country, currency, list_minor, sales)
        SELECT md5('game' || n)::uuid, country, currency,
               CASE currency WHEN 'KRW' THEN 59800 WHEN 'JPY' THEN 7980 WHEN 'KWD' THEN 18500
                             ELSE 5999 END + n * CASE currency WHEN 'KWD' THEN 10 ELSE 100 END,
               tstzrange('2026-01-01', timestamptz '\(Self.start)' + n * interval '\(releaseEvery) days')
        FROM preorder.country CROSS JOIN generate_series(1, 6) AS n;
        INSERT INTO preorder.discount (discount_id, game_id, country, policy, amount, period,
            registered_by, registered_at, reason)
        SELECT gen_random_uuid(), game_id, country, policy, amount,
               tstzrange('2026-02-01', '2026-06-01'), 'demo manager', timestamptz '\(Self.start)',
               'early bird'
        FROM (VALUES (1, 'percent', 1500), (3, 'amount', 500)) AS d (n, policy, amount)
        CROSS JOIN preorder.country
        JOIN preorder.game_price USING (country)
        WHERE game_id = md5('game' || n)::uuid;
        """
    }

    private static let points = """
        CREATE TEMP TABLE demo_member AS
        SELECT member_id, CASE WHEN right(email, 15) < '5@mail.example' THEN 3000 ELSE 0 END
                          + CASE WHEN country = 'KR' THEN 70000 ELSE 0 END AS points
        FROM preorder.member
        WHERE substr(member_id::text, 1, 1) IN ('0', '1', '2', '3', '4', '5');
        INSERT INTO preorder.point_balance (member_id, available)
        SELECT member_id, coalesce(points, 0)
        FROM preorder.member LEFT JOIN demo_member USING (member_id);
        INSERT INTO preorder.point_lot (member_id, granted, remaining, expires_at)
        SELECT member_id, part, part, timestamptz '\(start)' + days * interval '1 day'
        FROM demo_member
        CROSS JOIN LATERAL (VALUES (points / 3, 90), (points - points / 3, 300)) AS l (part, days)
        WHERE part > 0;
        INSERT INTO preorder.point_entry (kind, debit, credit, member_id, amount, posted_at)
        SELECT 'grant', 'issued', 'available', member_id, points, timestamptz '\(start)'
        FROM demo_member WHERE points > 0;
        """
}

/// Members spread over the countries; two in five have points.
struct InsertMembers: Statement {
    static let sql = """
        WITH member AS (
            INSERT INTO preorder.member (member_id, country, language, name, email, joined_at)
            SELECT md5('member' || n)::uuid, c.country, c.language,
                   CASE c.language WHEN 'ko' THEN '회원 ' ELSE 'Member ' END || n,
                   'member' || n || '@mail.example', outbox.now()
            FROM generate_series(0, $1::integer - 1) AS n
            JOIN (SELECT country, language, row_number() OVER (ORDER BY country) - 1 AS place
                  FROM preorder.country) AS c ON c.place = n % 5
            RETURNING member_id
        )
        SELECT count(*) FROM member
        """

    let members: Int

    var bindings: [any Bindable] { [members] }
}
