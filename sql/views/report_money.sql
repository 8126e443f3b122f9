-- Why: what the shop owes at this moment: points, games not delivered, refunds not sent. Owner's
-- rights, as in report_live.sql, whose report.clock these views use.

CREATE OR REPLACE VIEW report.point_balance AS
SELECT p.member_id, p.available, p.held,
       (SELECT coalesce(sum(lot.remaining), 0)::bigint
        FROM unnest(p.lots_expire_at, p.lots_remaining) AS lot (expires_at, remaining)
        WHERE lot.expires_at < clock.now_at + interval '30 days') AS expiring_soon,
       p.as_of_entry
FROM report.member_points AS p CROSS JOIN report.clock;
COMMENT ON VIEW report.point_balance IS 'Points of each member, as last reported.';
COMMENT ON COLUMN report.point_balance.member_id IS 'The member.';
COMMENT ON COLUMN report.point_balance.available IS 'Points that can be used.';
COMMENT ON COLUMN report.point_balance.held IS 'Points held by open reservations.';
COMMENT ON COLUMN report.point_balance.expiring_soon IS
    'Of available, what expires within 30 days from now, what is overdue included.';
COMMENT ON COLUMN report.point_balance.as_of_entry IS 'The last ledger entry included.';

CREATE OR REPLACE VIEW report.point_liability AS
WITH moved AS (
    SELECT (e.posted_at AT TIME ZONE c.time_zone)::date AS day, c.currency, c.country,
           sum(e.amount) FILTER (WHERE e.credit IN ('available', 'held')
                                   AND e.debit NOT IN ('available', 'held')) AS entered,
           sum(e.amount) FILTER (WHERE e.debit IN ('available', 'held')
                                   AND e.credit NOT IN ('available', 'held')) AS ended
    FROM preorder.point_entry AS e
    JOIN preorder.member AS m USING (member_id)
    JOIN preorder.country AS c ON c.country = m.country
    GROUP BY 1, 2, 3
), by_day AS (
    SELECT day, currency, coalesce(sum(entered), 0)::bigint AS entered,
           coalesce(sum(ended), 0)::bigint AS ended,
           sum((coalesce(entered, 0) - coalesce(ended, 0)) * coalesce(p.point_minor, 1)) AS minor
    FROM moved LEFT JOIN preorder.policy AS p USING (country)
    GROUP BY day, currency
)
SELECT day, currency, entered AS points_entered, ended AS points_ended,
       sum(entered - ended) OVER (PARTITION BY currency ORDER BY day)::bigint AS points_owed,
       sum(minor) OVER (PARTITION BY currency ORDER BY day)::bigint AS owed_minor
FROM by_day;
COMMENT ON VIEW report.point_liability IS
    'Points owed to members at the end of each day that moved any, read from the ledger.';
COMMENT ON COLUMN report.point_liability.day IS 'Day in the zone of the member''s country.';
COMMENT ON COLUMN report.point_liability.currency IS 'ISO 4217 code of the member''s country.';
COMMENT ON COLUMN report.point_liability.points_entered IS
    'Points granted, earned, restored after they were spent, or given by a correction.';
COMMENT ON COLUMN report.point_liability.points_ended IS
    'Points spent, expired, clawed back, or taken by a correction. What is held, and what comes '
    'back from being held, neither enters nor ends.';
COMMENT ON COLUMN report.point_liability.points_owed IS
    'Points that members have at the end of the day, held ones included.';
COMMENT ON COLUMN report.point_liability.owed_minor IS
    'What points_owed are worth at today''s policy, minor units.';

CREATE OR REPLACE VIEW report.deferred_revenue AS
SELECT r.game_id, r.currency, count(*) AS reservations,
       sum(r.charged_minor)::bigint AS charged_minor, sum(r.points_minor)::bigint AS points_minor
FROM preorder.reservation AS r
JOIN preorder.game AS g USING (game_id)
WHERE r.status = 'reserved' OR (r.status = 'refunding' AND g.status <> 'released')
GROUP BY r.game_id, r.currency;
COMMENT ON VIEW report.deferred_revenue IS
    'Paid and not delivered: reservations that are not released, until their refund completes.';
COMMENT ON COLUMN report.deferred_revenue.game_id IS 'The game.';
COMMENT ON COLUMN report.deferred_revenue.currency IS 'ISO 4217 code.';
COMMENT ON COLUMN report.deferred_revenue.reservations IS 'How many reservations.';
COMMENT ON COLUMN report.deferred_revenue.charged_minor IS 'Cash received for them, minor units.';
COMMENT ON COLUMN report.deferred_revenue.points_minor IS
    'What the points that paid for them were worth, minor units.';

CREATE OR REPLACE VIEW report.refund_due AS
SELECT f.refund_id, r.member_id, f.cash_minor AS amount_minor, r.currency, f.requested_at,
       f.due_on, f.due_on - (clock.now_at AT TIME ZONE c.time_zone)::date AS days_left,
       f.status AS state, f.reservation_id, r.country, f.cause, f.generation, f.failure_reason,
       CASE WHEN f.due_on IS NULL THEN NULL
            WHEN f.due_on < local.today THEN 'late'
            WHEN f.due_on = local.today THEN 'today'
            WHEN EXISTS (SELECT FROM generate_series(1, f.due_on - local.today - 1) AS n
                         WHERE extract(isodow FROM local.today + n) < 6
                           AND NOT EXISTS (SELECT FROM preorder.holiday AS h
                                           WHERE h.country = r.country
                                             AND h.day = local.today + n))
            THEN 'later' ELSE 'next_business_day' END AS deadline
FROM preorder.refund AS f
JOIN preorder.reservation AS r USING (reservation_id)
JOIN preorder.country AS c ON c.country = r.country
CROSS JOIN report.clock
CROSS JOIN LATERAL (SELECT (clock.now_at AT TIME ZONE c.time_zone)::date AS today) AS local
WHERE f.status IN ('pending', 'refused');
COMMENT ON VIEW report.refund_due IS 'Refunds and reversals that members are still waiting for.';
COMMENT ON COLUMN report.refund_due.refund_id IS 'The refund.';
COMMENT ON COLUMN report.refund_due.member_id IS 'Who is waiting.';
COMMENT ON COLUMN report.refund_due.amount_minor IS 'Cash, minor units.';
COMMENT ON COLUMN report.refund_due.currency IS 'ISO 4217 code.';
COMMENT ON COLUMN report.refund_due.requested_at IS 'When it was requested.';
COMMENT ON COLUMN report.refund_due.due_on IS 'The legal day; NULL where the law names none.';
COMMENT ON COLUMN report.refund_due.days_left IS
    'Days until due_on in the country''s zone; negative when late.';
COMMENT ON COLUMN report.refund_due.state IS 'pending, or refused by the gateway.';
COMMENT ON COLUMN report.refund_due.reservation_id IS 'What was reserved.';
COMMENT ON COLUMN report.refund_due.country IS 'ISO 3166 code of the office that sold.';
COMMENT ON COLUMN report.refund_due.cause IS 'Why the money goes back.';
COMMENT ON COLUMN report.refund_due.generation IS 'How often it was begun anew after a refusal.';
COMMENT ON COLUMN report.refund_due.failure_reason IS 'Stable code of the last refusal.';
COMMENT ON COLUMN report.refund_due.deadline IS
    'late, today, next_business_day or later, by the country''s calendar.';

CREATE OR REPLACE VIEW report.gift_refund_overdue AS
SELECT g.gift_id, d.refund_id, d.reservation_id, g.sender_id, g.recipient_id, g.game_id,
       d.country, g.status, d.amount_minor, d.currency, d.requested_at, d.due_on,
       -d.days_left AS days_overdue, d.state, d.generation, d.failure_reason
FROM report.refund_due AS d
JOIN preorder.gift AS g USING (reservation_id)
WHERE d.days_left < 0 AND d.cause <> 'reversal';
COMMENT ON VIEW report.gift_refund_overdue IS
    'Gifts whose senders should have had their money back by law, and have not.';
COMMENT ON COLUMN report.gift_refund_overdue.gift_id IS 'The gift.';
COMMENT ON COLUMN report.gift_refund_overdue.refund_id IS 'Its refund.';
COMMENT ON COLUMN report.gift_refund_overdue.reservation_id IS 'What was given.';
COMMENT ON COLUMN report.gift_refund_overdue.sender_id IS 'Who paid and is waiting.';
COMMENT ON COLUMN report.gift_refund_overdue.recipient_id IS 'Whom it was for.';
COMMENT ON COLUMN report.gift_refund_overdue.game_id IS 'The game.';
COMMENT ON COLUMN report.gift_refund_overdue.country IS 'The sender''s.';
COMMENT ON COLUMN report.gift_refund_overdue.status IS 'declined, expired, cancelled or revoked.';
COMMENT ON COLUMN report.gift_refund_overdue.amount_minor IS 'Cash, minor units.';
COMMENT ON COLUMN report.gift_refund_overdue.currency IS 'ISO 4217 code.';
COMMENT ON COLUMN report.gift_refund_overdue.requested_at IS 'When the refund was opened.';
COMMENT ON COLUMN report.gift_refund_overdue.due_on IS 'The legal day that has passed.';
COMMENT ON COLUMN report.gift_refund_overdue.days_overdue IS
    'Days since due_on in the country''s zone.';
COMMENT ON COLUMN report.gift_refund_overdue.state IS 'pending, or refused by the gateway.';
COMMENT ON COLUMN report.gift_refund_overdue.generation IS
    'How often it was begun anew after a refusal.';
COMMENT ON COLUMN report.gift_refund_overdue.failure_reason IS
    'Stable code of the last refusal.';
