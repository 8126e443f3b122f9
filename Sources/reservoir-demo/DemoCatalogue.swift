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

    /// When the shop opens, as SQL takes an instant.
    var opensAt = DemoCatalogue.start

    /// Where simulated time begins.
    static let start = "2026-03-02 09:00:00+00"

    func create(on connection: Connection) async throws {
        try await connection.script(Self.countries)
        let season = DemoSeason(
            number: 1,
            opens: "timestamptz '\(opensAt)'",
            releaseEvery: releaseEvery
        )
        try await connection.script(season.script)
        try await connection.execute(InsertMembers(members: members))
        try await connection.script(points)
    }

    private static let countries = """
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
        """

    private var points: String {
        """
        CREATE TEMP TABLE demo_member AS
        SELECT member_id, CASE WHEN right(email, 15) < '5@mail.example' THEN 3000 ELSE 0 END
                          + CASE WHEN country = 'KR' THEN 70000 ELSE 0 END AS points
        FROM preorder.member
        WHERE substr(member_id::text, 1, 1) IN ('0', '1', '2', '3', '4', '5');
        INSERT INTO preorder.point_balance (member_id, available)
        SELECT member_id, coalesce(points, 0)
        FROM preorder.member LEFT JOIN demo_member USING (member_id);
        INSERT INTO preorder.point_lot (member_id, granted, remaining, expires_at)
        SELECT member_id, part, part, timestamptz '\(opensAt)' + days * interval '1 day'
        FROM demo_member
        CROSS JOIN LATERAL (VALUES (points / 3, 90), (points - points / 3, 300)) AS l (part, days)
        WHERE part > 0;
        INSERT INTO preorder.point_entry (kind, debit, credit, member_id, amount, posted_at)
        SELECT 'grant', 'issued', 'available', member_id, points, timestamptz '\(opensAt)'
        FROM demo_member WHERE points > 0;
        """
    }
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
