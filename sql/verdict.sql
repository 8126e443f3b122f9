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
LEFT JOIN preorder.payment AS p ON p.order_id = replace(c.reference, '-', '');

CREATE TEMP VIEW truth_mail AS
SELECT m.*
FROM truth
CROSS JOIN LATERAL jsonb_to_recordset(document -> 'mails')
     AS m ("to" text, subject text, message_id text);

CREATE TEMP VIEW verdict (place, promise, broken) AS
SELECT 1, 'every charge at a gateway is a payment of ours',
       (SELECT count(*) FROM truth_charge WHERE status = 'succeeded' AND payment_id IS NULL)
UNION ALL
SELECT 2, 'no payment is charged twice',
       (SELECT count(*) FROM (SELECT FROM truth_charge WHERE status = 'succeeded'
                              GROUP BY payment_id HAVING count(*) > 1) AS twice)
UNION ALL
SELECT 3, 'every completed payment was charged, to the unit',
       (SELECT count(*) FROM preorder.payment AS p
        WHERE p.status = 'completed' AND p.amount_minor > 0
          AND NOT EXISTS (SELECT FROM truth_charge AS c
                          WHERE c.payment_id = p.payment_id AND c.status = 'succeeded'
                            AND c.amount = p.amount_minor AND c.currency = p.currency
                            AND c.id = p.gateway_payment_id AND c.account = p.account))
UNION ALL
SELECT 4, 'every charge is in the books as charged or given back',
       (SELECT count(*) FROM truth_charge AS c JOIN preorder.payment AS p USING (payment_id)
        WHERE c.status = 'succeeded' AND c.refunded < c.amount AND p.status <> 'completed')
UNION ALL
SELECT 5, 'what was given back is what the books say',
       (SELECT count(*) FROM truth_charge AS c JOIN preorder.payment AS p USING (payment_id)
        WHERE c.refunded <> p.refunded_minor)
UNION ALL
SELECT 6, 'report.payment says the same as the gateways, to the unit',
       (SELECT count(*)
        FROM (SELECT payment_id, amount, currency FROM truth_charge
              WHERE status = 'succeeded' AND refunded = 0) AS c
        FULL JOIN (SELECT * FROM report.payment WHERE status = 'completed' AND amount_minor > 0)
             AS r USING (payment_id)
        WHERE (c.amount, c.currency) IS DISTINCT FROM (r.amount_minor, r.currency))
UNION ALL
SELECT 7, 'each mail has one Message-ID, by which a mailbox knows a repeat',
       (SELECT count(*) FROM (SELECT DISTINCT message_id FROM truth_mail) AS t
        WHERE NOT EXISTS (SELECT FROM outbox.message AS m
                          WHERE m.channel = 'mail' AND t.message_id LIKE '%m' || m.id || '@%'))
UNION ALL
SELECT 8, 'every mail that was to be sent was delivered',
       (SELECT count(*) FROM outbox.message AS m
        WHERE m.channel = 'mail'
          AND NOT EXISTS (SELECT FROM truth_mail AS t
                          WHERE t.message_id LIKE '%m' || m.id || '@%')
          AND NOT EXISTS (SELECT FROM outbox.voided AS v WHERE v.message_id = m.id))
UNION ALL
SELECT 9, 'every submitted payment that ended has its mail',
       (SELECT count(*) FROM preorder.payment AS p
        WHERE p.status IN ('completed', 'failed')
          AND (SELECT count(*) FROM outbox.message AS m
               WHERE m.channel = 'mail' AND m.key = p.reservation_id
                 AND m.kind = 'payment_' || p.status) <> 1)
UNION ALL
SELECT 10, 'a failed payment leaves no purchase and no points held',
       (SELECT count(*) FROM preorder.payment AS p
        JOIN preorder.reservation AS r USING (reservation_id)
        WHERE p.status = 'failed'
          AND (r.status <> 'cancelled'
               OR r.points_used <> (SELECT coalesce(sum(amount), 0)
                                    FROM preorder.point_entry AS e
                                    WHERE e.reservation_id = r.reservation_id
                                      AND e.kind = 'restore')))
UNION ALL
SELECT 11, 'balances are the sums of the ledger',
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
SELECT 12, 'what is available stands in lots',
       (SELECT count(*)
        FROM preorder.point_balance AS b
        LEFT JOIN (SELECT member_id, sum(remaining) AS remaining
                   FROM preorder.point_lot GROUP BY member_id) AS l USING (member_id)
        WHERE b.available <> coalesce(l.remaining, 0))
UNION ALL
SELECT 13, 'points earned are floor(rate × cash), once',
       (SELECT count(*)
        FROM preorder.payment AS p
        JOIN preorder.reservation AS r USING (reservation_id)
        JOIN preorder.policy AS y ON y.country = r.country
        WHERE p.status = 'completed'
          AND floor(p.amount_minor::numeric * y.earn_rate_basis_points
                    / (10000::numeric * y.point_minor))
              <> (SELECT coalesce(sum(e.amount), 0) FROM preorder.point_entry AS e
                  WHERE e.reservation_id = r.reservation_id AND e.kind = 'earn'))
UNION ALL
SELECT 14, 'nothing is stuck: no message waits, none is unknown, none is dead',
       (SELECT count(*) FROM outbox.queue)
UNION ALL
SELECT 15, 'no marker and no attempt is left open',
       (SELECT count(*) FROM outbox.batch) + (SELECT count(*) FROM outbox.open_attempt);

SELECT promise, broken FROM verdict ORDER BY place;
