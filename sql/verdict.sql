-- Do the books agree with the world? One row a promise, with how often it was broken.
--
-- Needs a temporary table `truth (document jsonb)` with what the gateway and the mailboxes know.
-- By hand, where the sandbox is the gateway:
--
--     \set document `curl -s "$RESERVOIR_SANDBOX_URL/_truth"`
--     CREATE TEMP TABLE truth AS SELECT :'document'::jsonb AS document;
--     \i sql/verdict.sql

CREATE TEMP VIEW truth_charge AS
SELECT c.*, p.payment_id
FROM truth
CROSS JOIN LATERAL jsonb_to_recordset(document -> 'charges')
     AS c (gateway text, account text, id text, reference text, amount bigint, currency text,
           status text, refunded bigint)
LEFT JOIN preorder.payment AS p ON p.order_id = replace(c.reference, '-', '')
WHERE c.status = 'succeeded';

-- A refund's reference holds our refund's id: Stripe's metadata, Toss Payments' cancelReason.
CREATE TEMP VIEW truth_refund AS
SELECT f.*, substring(f.reference FROM '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')::uuid
           AS refund_id
FROM truth
CROSS JOIN LATERAL jsonb_to_recordset(document -> 'refunds')
     AS f (gateway text, account text, id text, reference text, amount bigint, currency text,
           status text)
WHERE f.status = 'succeeded';

-- What the gateway refused for good, or took back, and the mailboxes that refuse for good.
CREATE TEMP VIEW truth_refusal AS
SELECT r.*, substring(r.reference FROM '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')::uuid
           AS refund_id
FROM truth
CROSS JOIN LATERAL jsonb_to_recordset(coalesce(document -> 'refusals', '[]'))
     AS r (kind text, reference text);

CREATE TEMP VIEW truth_mail AS
SELECT m.*
FROM truth
CROSS JOIN LATERAL jsonb_to_recordset(document -> 'mails')
     AS m ("to" text, subject text, message_id text);

CREATE TEMP VIEW verdict (place, promise, broken) AS
SELECT 1, 'every charge at a gateway is a payment of ours',
       (SELECT count(*) FROM truth_charge WHERE payment_id IS NULL)
UNION ALL
SELECT 2, 'no payment is charged twice',
       (SELECT count(*) FROM (SELECT FROM truth_charge GROUP BY payment_id
                              HAVING count(*) > 1) AS twice)
UNION ALL
SELECT 3, 'every payment that counts as charged was charged, to the unit',
       (SELECT count(*) FROM preorder.payment AS p
        WHERE p.status IN ('completed', 'refunding', 'refunded', 'refund_failed', 'reversing',
                           'reversed', 'reversal_failed')
          AND p.amount_minor > 0
          AND NOT EXISTS (SELECT FROM truth_charge AS c
                          WHERE c.payment_id = p.payment_id
                            AND c.amount = p.amount_minor AND c.currency = p.currency
                            AND c.id = p.gateway_payment_id AND c.account = p.account))
UNION ALL
SELECT 4, 'every charge is in the books',
       (SELECT count(*) FROM truth_charge AS c JOIN preorder.payment AS p USING (payment_id)
        WHERE p.status NOT IN ('completed', 'refunding', 'refunded', 'refund_failed', 'reversing',
                               'reversed', 'reversal_failed'))
UNION ALL
SELECT 5, 'what was given back of each charge is what the books say',
       (SELECT count(*) FROM truth_charge AS c JOIN preorder.payment AS p USING (payment_id)
        WHERE c.refunded <> p.refunded_minor)
UNION ALL
SELECT 6, 'no refund is paid twice, and none that is not ours',
       (SELECT count(*) FROM (SELECT FROM truth_refund GROUP BY refund_id
                              HAVING refund_id IS NULL OR count(*) > 1) AS twice)
UNION ALL
SELECT 7, 'every refund that counts as paid was paid, to the unit, and no other',
       (SELECT count(*)
        FROM (SELECT * FROM preorder.refund WHERE status = 'completed' AND cash_minor > 0) AS f
        FULL JOIN truth_refund AS t USING (refund_id)
        WHERE f.cash_minor IS DISTINCT FROM t.amount)
UNION ALL
SELECT 8, 'report.payment says the same as the gateways, to the unit',
       (SELECT count(*)
        FROM (SELECT payment_id, amount, currency, refunded FROM truth_charge) AS c
        FULL JOIN (SELECT * FROM report.payment
                   WHERE status NOT IN ('awaiting_authentication', 'pending', 'action_required',
                                        'failed')
                     AND amount_minor > 0) AS r USING (payment_id)
        WHERE (c.amount, c.currency, c.refunded)
              IS DISTINCT FROM (r.amount_minor, r.currency, r.refunded_minor))
UNION ALL
SELECT 9, 'each mail has one Message-ID, by which a mailbox knows a repeat',
       (SELECT count(*) FROM (SELECT DISTINCT message_id FROM truth_mail) AS t
        WHERE NOT EXISTS (SELECT FROM outbox.message AS m
                          WHERE m.channel = 'mail' AND t.message_id LIKE '%m' || m.id || '@%'))
UNION ALL
SELECT 10, 'every mail that was to be sent was delivered, or refused for good by its mailbox',
       (SELECT count(*) FROM outbox.message AS m
        WHERE m.channel = 'mail'
          AND NOT EXISTS (SELECT FROM truth_mail AS t
                          WHERE t.message_id LIKE '%m' || m.id || '@%')
          AND NOT EXISTS (SELECT FROM truth_refusal AS t
                          WHERE t.kind LIKE 'mail%' AND t.reference LIKE '%m' || m.id || '@%')
          AND NOT EXISTS (SELECT FROM outbox.voided AS v WHERE v.message_id = m.id))
UNION ALL
SELECT 11, 'every payment and every refund that ended has its mail',
       (SELECT count(*) FROM preorder.payment AS p
        WHERE (p.status = 'failed' OR p.completed_at IS NOT NULL)
          AND (SELECT count(*) FROM outbox.message AS m
               WHERE m.channel = 'mail' AND m.key = p.reservation_id
                 AND m.kind = CASE p.status WHEN 'failed' THEN 'payment_failed'
                                            ELSE 'payment_completed' END) <> 1)
       + (SELECT count(*) FROM preorder.refund AS f
          WHERE f.status <> 'pending'
            AND NOT EXISTS (SELECT FROM outbox.message AS m
                            WHERE m.channel = 'mail' AND m.key = f.reservation_id
                              AND m.kind = CASE WHEN f.status = 'refused' THEN 'refund_refused'
                                                WHEN f.status = 'withdrawn' THEN 'refund_stands'
                                                WHEN f.cause = 'reversal' THEN 'charge_reversed'
                                                ELSE 'refund_completed' END)
            AND (f.status <> 'refused' OR f.failed_late_at IS NULL))
UNION ALL
SELECT 12, 'a failed payment leaves no purchase, and its points came back',
       (SELECT count(*) FROM preorder.payment AS p
        JOIN preorder.reservation AS r USING (reservation_id)
        WHERE p.status = 'failed'
          AND (r.status <> 'cancelled'
               OR r.points_used <> (SELECT coalesce(sum(amount), 0)
                                    FROM preorder.point_entry AS e
                                    WHERE e.reservation_id = r.reservation_id
                                      AND e.kind = 'restore')))
UNION ALL
SELECT 13, 'balances are the sums of the ledger',
       (SELECT count(*)
        FROM preorder.point_balance AS b
        LEFT JOIN (SELECT member_id,
                          sum(amount * ((credit = 'available')::int
                                        - (debit = 'available')::int)) AS available,
                          sum(amount * ((credit = 'held')::int - (debit = 'held')::int)) AS held
                   FROM preorder.point_entry GROUP BY member_id) AS e USING (member_id)
        WHERE (b.available, b.held)
              IS DISTINCT FROM (coalesce(e.available, 0)::bigint, coalesce(e.held, 0)::bigint))
UNION ALL
SELECT 14, 'what is available stands in lots',
       (SELECT count(*)
        FROM preorder.point_balance AS b
        LEFT JOIN (SELECT member_id, sum(remaining) AS remaining
                   FROM preorder.point_lot GROUP BY member_id) AS l USING (member_id)
        WHERE b.available <> coalesce(l.remaining, 0))
UNION ALL
SELECT 15, 'points are held only for what is open',
       (SELECT count(*)
        FROM preorder.point_balance AS b
        LEFT JOIN (
            SELECT member_id, sum(points) AS points
            FROM (SELECT r.member_id, r.points_used AS points
                  FROM preorder.reservation AS r JOIN preorder.payment AS p USING (reservation_id)
                  WHERE p.status IN ('awaiting_authentication', 'pending', 'action_required')
                  UNION ALL
                  SELECT r.member_id, f.points_clawed_back
                  FROM preorder.refund AS f JOIN preorder.reservation AS r USING (reservation_id)
                  WHERE f.status IN ('pending', 'refused') AND f.failed_late_at IS NULL) AS open
            GROUP BY member_id) AS o USING (member_id)
        WHERE b.held <> coalesce(o.points, 0))
UNION ALL
SELECT 16, 'points earned are floor(rate × cash), once, and go back with the cash',
       (SELECT count(*)
        FROM preorder.payment AS p
        JOIN preorder.reservation AS r USING (reservation_id)
        JOIN preorder.policy AS y ON y.country = r.country
        LEFT JOIN preorder.refund AS f
          ON f.reservation_id = r.reservation_id AND f.status <> 'withdrawn'
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(e.amount) FILTER (WHERE e.kind = 'earn'), 0) AS earned,
                   coalesce(sum(e.amount) FILTER (
                       WHERE e.kind IN ('claw_back', 'deduct', 'write_off')), 0) AS taken_back,
                   coalesce((SELECT sum(l.expired + CASE WHEN l.expires_at <= outbox.now()
                                                         THEN l.remaining ELSE 0 END)
                             FROM preorder.point_lot AS l
                             WHERE l.earned_by = r.reservation_id), 0) AS expired
            FROM preorder.point_entry AS e WHERE e.reservation_id = r.reservation_id
        ) AS posted
        CROSS JOIN LATERAL (
            SELECT floor(p.amount_minor::numeric * y.earn_rate_basis_points
                         / (10000::numeric * y.point_minor)) AS due
        ) AS earning
        WHERE (p.completed_at IS NOT NULL AND f.refund_id IS NULL AND posted.earned <> earning.due)
           OR (f.refund_id IS NOT NULL AND posted.earned NOT IN (0, earning.due))
           OR ((f.status IN ('completed', 'settled_outside') OR f.failed_late_at IS NOT NULL)
               AND posted.earned - posted.expired > posted.taken_back)
           OR posted.taken_back > posted.earned)
UNION ALL
SELECT 17, 'what a refund gives back in points is posted once',
       (SELECT count(*)
        FROM preorder.refund AS f
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(e.amount) FILTER (WHERE e.kind = 'restore'), 0) AS restored,
                   coalesce(sum(e.amount) FILTER (WHERE e.kind = 'claw_back'), 0) AS clawed_back,
                   coalesce(sum(e.amount) FILTER (WHERE e.kind = 'deduct'), 0) AS deducted,
                   coalesce(sum(e.amount) FILTER (WHERE e.kind = 'write_off'), 0) AS written_off
            FROM preorder.point_entry AS e WHERE e.refund_id = f.refund_id
        ) AS posted
        CROSS JOIN LATERAL (
            SELECT (f.status IN ('completed', 'settled_outside')
                    OR f.failed_late_at IS NOT NULL)::int AS is_posted
        ) AS due
        WHERE f.cause <> 'reversal'
          AND (posted.restored, posted.clawed_back, posted.deducted, posted.written_off) <>
              (is_posted * f.points_restored, is_posted * f.points_clawed_back,
               is_posted * f.points_deducted, is_posted * f.points_written_off))
UNION ALL
SELECT 18, 'nothing is stuck: no message waits and none is unknown',
       (SELECT count(*) FROM outbox.queue WHERE state <> 'dead')
UNION ALL
SELECT 19, 'no marker and no attempt is left open',
       (SELECT count(*) FROM outbox.batch) + (SELECT count(*) FROM outbox.open_attempt)
UNION ALL
SELECT 20, 'what waits for a person is what the gateway refused for good, no more and no less',
       (SELECT count(*)
        FROM (SELECT refund_id FROM preorder.refund WHERE status = 'refused') AS f
        FULL JOIN (SELECT DISTINCT refund_id FROM truth_refusal WHERE kind = 'refund_refused') AS t
             USING (refund_id)
        LEFT JOIN preorder.refund AS ended USING (refund_id)
        WHERE f.refund_id IS NULL AND ended.status NOT IN ('settled_outside', 'withdrawn')
           OR t.refund_id IS NULL)
       + (SELECT count(*) FROM outbox.queue AS q
          WHERE q.state = 'dead'
            AND NOT EXISTS (SELECT FROM preorder.refund AS f
                            WHERE f.reservation_id = q.key AND f.status = 'refused'))
UNION ALL
SELECT 21, 'a gift is its recipient''s if accepted, refunded once if it ended otherwise, else open',
       (SELECT count(*)
        FROM preorder.reservation AS r
        LEFT JOIN preorder.gift AS g USING (reservation_id)
        LEFT JOIN preorder.refund AS f
          ON f.reservation_id = r.reservation_id AND f.cause <> 'reversal'
        WHERE r.is_gift
          AND (g.gift_id IS NULL
               OR r.owner_id IS DISTINCT FROM
                  CASE WHEN g.status IN ('accepted', 'revoked') THEN g.recipient_id END
               OR (f.refund_id IS NOT NULL)
                  <> (g.status IN ('declined', 'expired', 'cancelled', 'revoked'))
               OR (r.status IN ('awaiting_payment', 'pending')) <> (g.status = 'awaiting_payment')
               OR (r.status IN ('reserved', 'released')) <> (g.status IN ('offered', 'accepted'))
               OR (r.status = 'cancelled') <> (g.status = 'void')))
UNION ALL
SELECT 22, 'no gift older than its period is still open, and no closed one keeps its message',
       (SELECT count(*) FROM preorder.gift
        WHERE (status = 'offered' AND expires_at <= outbox.now())
           OR (closed_at IS NOT NULL AND message IS NOT NULL))
UNION ALL
SELECT 23, 'a game that is out is with its owners, and of a cancelled one nothing stands',
       (SELECT count(*)
        FROM preorder.reservation AS r JOIN preorder.game AS g USING (game_id)
        WHERE (g.status = 'released' AND r.status = 'reserved' AND r.owner_id IS NOT NULL)
           OR (g.status = 'cancelled'
               AND r.status IN ('awaiting_payment', 'pending', 'reserved', 'released')));

SELECT promise, broken FROM verdict ORDER BY place;
