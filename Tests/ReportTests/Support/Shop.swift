import Foundation
import Postgres

/// Plays the domain: changes reservations, payments, refunds and points as the shop does, with a
/// new version and a report message each.
struct Shop: Sendable {
    let connection: Connection

    static let game = "00000000-0000-7000-8000-00000000a001"

    static func member(_ number: Int) -> String {
        "00000000-0000-7000-8000-0000000001" + (number < 10 ? "0\(number)" : "\(number)")
    }

    /// Two countries, a game sold in both, and 20 members (the last 10 American).
    static let catalogue = """
        INSERT INTO preorder.country VALUES
            ('KR', 'Korea', 'KRW', 'Asia/Seoul', 'ko'),
            ('US', 'United States', 'USD', 'America/New_York', 'en');
        INSERT INTO preorder.policy
        SELECT country, 100, CASE country WHEN 'US' THEN 2 ELSE 1 END, 365, 30, 14, 7, 3, 60, 30,
               60, 400
        FROM preorder.country;
        INSERT INTO preorder.game (game_id, release_at, created_at)
        VALUES ('\(game)', '2027-01-01Z', '2026-01-01Z');
        INSERT INTO preorder.game_price
        SELECT '\(game)', country, currency, 100000, '[2026-01-01Z,2027-01-01Z)'
        FROM preorder.country;
        INSERT INTO preorder.gateway_account VALUES
            ('toss-kr', 'toss', 'KR', 'k'), ('stripe-us', 'stripe', 'US', 's');
        INSERT INTO preorder.payment_method VALUES
            ('KR', 'card', 'toss-kr'), ('US', 'card', 'stripe-us');
        INSERT INTO preorder.member
        SELECT ('00000000-0000-7000-8000-0000000001' || lpad(n::text, 2, '0'))::uuid,
               CASE WHEN n < 10 THEN 'KR' ELSE 'US' END, 'en', 'Member', 'a@example.com',
               '2026-01-01Z'
        FROM generate_series(0, 19) AS n;
        INSERT INTO preorder.point_balance (member_id) SELECT member_id FROM preorder.member;
        """

    /// A gift, so that one member may have many; charged 1000, list 1500, discount 300, points 200.
    func reserve(_ id: UUID, country: String = "KR", member: Int = 0) async throws {
        let currency = country == "KR" ? "KRW" : "USD"
        let account = country == "KR" ? "toss-kr" : "stripe-us"
        try await change(
            id,
            """
            INSERT INTO preorder.reservation (reservation_id, member_id, game_id, country,
                currency, list_minor, discount_minor, points_used, points_minor, charged_minor,
                is_gift, status, created_at)
            VALUES ('\(id)', '\(Self.member(member))', '\(Self.game)', '\(country)', '\(currency)',
                    1500, 300, 200, 200, 1000, true, 'pending', '2026-02-01Z');
            INSERT INTO preorder.payment (payment_id, reservation_id, country, method, account,
                order_id, currency, amount_minor, status, created_at, submitted_at)
            VALUES ('\(id)', '\(id)', '\(country)', 'card', '\(account)', 'order-\(id)',
                    '\(currency)', 1000, 'pending', '2026-02-01Z', '2026-02-01Z');
            """
        )
    }

    func complete(_ id: UUID, at instant: String = "2026-02-02T00:00:00Z") async throws {
        try await change(
            id,
            """
            UPDATE preorder.payment SET status = 'completed', completed_at = '\(instant)',
                gateway_payment_id = 'g-\(id)' WHERE payment_id = '\(id)';
            UPDATE preorder.reservation SET status = 'reserved', reserved_at = '\(instant)'
            WHERE reservation_id = '\(id)';
            """
        )
    }

    func fail(_ id: UUID) async throws {
        try await change(
            id,
            """
            UPDATE preorder.payment SET status = 'failed', failure_reason = 'declined'
            WHERE payment_id = '\(id)';
            UPDATE preorder.reservation SET status = 'cancelled', closed_at = '2026-02-02Z'
            WHERE reservation_id = '\(id)';
            """
        )
    }

    /// Charged after all: the whole charge goes back, and was never a sale.
    func reverse(_ id: UUID) async throws {
        try await change(
            id,
            """
            INSERT INTO preorder.refund (refund_id, payment_id, reservation_id, cause, cash_minor,
                status, requested_by, requested_at, completed_at)
            VALUES (gen_random_uuid(), '\(id)', '\(id)', 'reversal', 1000, 'completed', 'system',
                    '2026-02-03Z', '2026-02-03Z');
            UPDATE preorder.payment SET status = 'reversing' WHERE payment_id = '\(id)';
            UPDATE preorder.payment SET status = 'reversed', refunded_minor = 1000
            WHERE payment_id = '\(id)';
            """
        )
    }

    func requestRefund(_ id: UUID) async throws {
        try await change(
            id,
            """
            INSERT INTO preorder.refund (refund_id, payment_id, reservation_id, cause, cash_minor,
                status, requested_by, requested_at, due_on)
            VALUES (gen_random_uuid(), '\(id)', '\(id)', 'gift_declined', 900, 'pending', 'system',
                    '2026-02-05Z', '2026-02-10');
            UPDATE preorder.payment SET status = 'refunding' WHERE payment_id = '\(id)';
            UPDATE preorder.reservation SET status = 'refunding' WHERE reservation_id = '\(id)';
            """
        )
    }

    func completeRefund(_ id: UUID, at instant: String) async throws {
        try await change(
            id,
            """
            UPDATE preorder.refund SET status = 'completed', completed_at = '\(instant)'
            WHERE payment_id = '\(id)' AND status = 'pending';
            UPDATE preorder.payment SET status = 'refunded', refunded_minor = 900
            WHERE payment_id = '\(id)';
            UPDATE preorder.reservation SET status = 'refunded', closed_at = '\(instant)'
            WHERE reservation_id = '\(id)';
            """
        )
    }

    /// The gateway took the refund back: only the cash is open again.
    func loseRefund(_ id: UUID) async throws {
        try await change(
            id,
            """
            UPDATE preorder.refund SET status = 'refused', failure_reason = 'late'
            WHERE payment_id = '\(id)' AND status = 'completed';
            UPDATE preorder.payment SET status = 'refund_failed', refunded_minor = 0
            WHERE payment_id = '\(id)';
            """
        )
    }

    func settleOutside(_ id: UUID, at instant: String) async throws {
        try await change(
            id,
            """
            UPDATE preorder.refund SET status = 'settled_outside', completed_at = '\(instant)',
                settlement_reference = 'bank transfer'
            WHERE payment_id = '\(id)' AND status = 'refused';
            UPDATE preorder.payment SET status = 'refunded', refunded_minor = 900
            WHERE payment_id = '\(id)';
            """
        )
    }

    /// Points granted to a member, in a lot of their own.
    func grant(
        _ points: Int,
        to member: Int,
        expires: String = "2026-12-31Z",
        posted: String = "2026-02-01Z"
    ) async throws {
        try await move(
            member,
            """
            UPDATE preorder.point_balance SET available = available + \(points)
            WHERE member_id = '\(Self.member(member))';
            INSERT INTO preorder.point_lot (member_id, granted, remaining, expires_at)
            VALUES ('\(Self.member(member))', \(points), \(points), '\(expires)');
            INSERT INTO preorder.point_entry (kind, debit, credit, member_id, amount, posted_at)
            VALUES ('grant', 'issued', 'available', '\(Self.member(member))', \(points),
                    '\(posted)');
            """
        )
    }

    private func change(_ id: UUID, _ sql: String) async throws {
        let message = Self.message(
            kind: "reservation",
            key: "'\(id)'",
            payload: "{\"reservation_id\": \"\(id)\"}"
        )
        try await connection.script(
            """
            BEGIN;
            SELECT FROM preorder.reservation WHERE reservation_id = '\(id)' FOR UPDATE;
            \(sql)
            UPDATE preorder.reservation SET version = version + 1 WHERE reservation_id = '\(id)';
            \(message)
            COMMIT;
            """
        )
    }

    private func move(_ member: Int, _ sql: String) async throws {
        let id = Self.member(member)
        let message = Self.message(
            kind: "point_balance",
            key: "gen_random_uuid()",
            payload: "{\"member_ids\": [\"\(id)\"]}"
        )
        try await connection.script(
            """
            BEGIN;
            SELECT FROM preorder.point_balance WHERE member_id = '\(id)' FOR UPDATE;
            \(sql)
            \(message)
            COMMIT;
            """
        )
    }

    static func message(kind: String, key: String, payload: String) -> String {
        """
        WITH written AS (
            INSERT INTO outbox.message (channel, kind, key, payload, created_at)
            VALUES ('reports', '\(kind)', \(key), '\(payload)', outbox.now())
            RETURNING *
        )
        INSERT INTO outbox.queue (channel, lane, message_id, day, kind, key)
        SELECT channel, outbox.lane_of(key), id, day, kind, key FROM written;
        """
    }
}
