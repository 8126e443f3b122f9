import Batch
import Foundation
import Postgres

extension Store {
    /// The promises about points that are broken, whatever is still on its way.
    func brokenBooks() async throws -> [String] {
        try await lines(
            """
            WITH side AS (
                SELECT member_id, credit AS account, amount FROM preorder.point_entry
                UNION ALL
                SELECT member_id, debit, -amount FROM preorder.point_entry
            ), ledger AS (
                SELECT member_id, coalesce(sum(amount) FILTER (WHERE account = 'available'), 0) AS has,
                       coalesce(sum(amount) FILTER (WHERE account = 'held'), 0) AS holds
                FROM side GROUP BY member_id
            ), open_hold AS (
                SELECT h.lot_id, l.member_id, h.amount
                FROM preorder.point_hold AS h JOIN preorder.point_lot AS l USING (lot_id)
                WHERE NOT EXISTS (SELECT FROM preorder.point_entry AS e
                                  WHERE e.debit = 'held'
                                    AND coalesce(e.refund_id, e.reservation_id) = h.holder_id)
            )
            SELECT 'the balance of ' || b.member_id || ' is not the sum of its entries'
            FROM preorder.point_balance AS b LEFT JOIN ledger AS e USING (member_id)
            WHERE (b.available, b.held) <> (coalesce(e.has, 0), coalesce(e.holds, 0))
            UNION ALL
            SELECT 'what ' || b.member_id || ' has does not stand in lots'
            FROM preorder.point_balance AS b
            WHERE b.available <> (SELECT coalesce(sum(remaining), 0) FROM preorder.point_lot AS l
                                  WHERE l.member_id = b.member_id)
            UNION ALL
            SELECT 'what is held for ' || b.member_id || ' does not stand in holds'
            FROM preorder.point_balance AS b
            WHERE b.held <> (SELECT coalesce(sum(amount), 0) FROM open_hold AS h
                             WHERE h.member_id = b.member_id)
            UNION ALL
            SELECT 'lot ' || l.lot_id || ' gave more than it had'
            FROM preorder.point_lot AS l
            WHERE l.granted < l.remaining + l.expired
                  + (SELECT coalesce(sum(amount), 0) FROM open_hold AS h WHERE h.lot_id = l.lot_id)
            UNION ALL
            SELECT 'refund ' || f.refund_id || ' gives back more than was charged'
            FROM preorder.refund AS f JOIN preorder.payment AS p USING (payment_id)
            WHERE f.cash_minor > p.amount_minor OR p.refunded_minor > p.amount_minor
            UNION ALL
            SELECT 'refund ' || f.refund_id || ' posted ' || e.kind || ' other than it says'
            FROM preorder.refund AS f
            CROSS JOIN LATERAL (
                VALUES ('restore', f.points_restored), ('claw_back', f.points_clawed_back),
                       ('deduct', f.points_deducted), ('write_off', f.points_written_off),
                       ('hold', f.points_clawed_back), ('release', f.points_clawed_back)
            ) AS e (kind, points)
            JOIN LATERAL (
                SELECT sum(amount) AS points FROM preorder.point_entry AS p
                WHERE p.refund_id = f.refund_id AND p.kind = e.kind
            ) AS posted ON posted.points <> e.points
            """
        )
    }

    /// The promises of `sql/verdict.sql` about points that are broken; all messages about points
    /// must have been drained.
    func brokenVerdict() async throws -> [String] {
        let isReady = try await lines("SELECT to_regclass('pg_temp.verdict') IS NOT NULL")
        if isReady == ["f"] {
            let path = SQLDirectory.development() + "/verdict.sql"
            let sql = try String(contentsOfFile: path, encoding: .utf8)
            try await connection.script(
                "CREATE TEMP TABLE truth (document jsonb); INSERT INTO truth VALUES ('{}')"
            )
            try await connection.script(sql)
        }
        return try await lines(
            "SELECT promise FROM verdict WHERE place BETWEEN 12 AND 17 AND broken > 0"
        )
    }
}
