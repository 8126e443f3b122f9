-- Why: what the tables of schema report should hold now, read from the domain. The reports drain,
-- a rebuild and the comparison of both read these same definitions.

CREATE OR REPLACE VIEW preorder.reported_reservation AS
SELECT r.reservation_id, r.member_id, r.owner_id, r.game_id, r.country, r.currency, r.list_minor,
       r.discount_minor, r.points_used, r.points_minor, r.charged_minor,
       coalesce(refunded.cash_minor, 0) AS refunded_minor, r.status, r.is_gift, r.created_at,
       r.reserved_at, (r.reserved_at AT TIME ZONE c.time_zone)::date AS reserved_on,
       CASE WHEN r.status = 'refunded' THEN r.closed_at END AS refunded_at,
       (refunded.completed_at AT TIME ZONE c.time_zone)::date AS refunded_on, r.version
FROM preorder.reservation AS r
JOIN preorder.country AS c USING (country)
LEFT JOIN preorder.payment AS p USING (reservation_id)
LEFT JOIN LATERAL (
    SELECT sum(f.cash_minor)::bigint AS cash_minor, max(f.completed_at) AS completed_at
    FROM preorder.refund AS f
    WHERE r.reserved_at IS NOT NULL AND f.payment_id = p.payment_id AND f.cause <> 'reversal'
      AND f.status IN ('completed', 'settled_outside') AND f.completed_at IS NOT NULL
) AS refunded ON true;
COMMENT ON VIEW preorder.reported_reservation IS
    'Rows of report.reservation. A refund is of all that is due, so at most one of a payment '
    'completes, and its day is the day of the sum.';

CREATE OR REPLACE VIEW preorder.reported_payment AS
SELECT p.payment_id, p.reservation_id, a.gateway, p.account, p.method, p.status, p.amount_minor,
       p.refunded_minor, p.currency,
       CASE WHEN p.status NOT IN ('awaiting_authentication', 'pending', 'action_required')
            THEN p.gateway_payment_id END AS gateway_payment_id,
       p.created_at, p.completed_at,
       CASE WHEN p.status NOT IN ('awaiting_authentication', 'pending', 'action_required')
            THEN p.failure_reason END AS failure_reason,
       r.version
FROM preorder.payment AS p
JOIN preorder.reservation AS r USING (reservation_id)
LEFT JOIN preorder.gateway_account AS a USING (account);
COMMENT ON VIEW preorder.reported_payment IS
    'Rows of report.payment. What is learnt of a charge on the way to its verdict (the gateway''s '
    'id, why it will fail) has no version of its own and shows with the verdict, which has one.';

CREATE OR REPLACE VIEW preorder.reported_points AS
SELECT b.member_id, b.available, b.held, coalesce(lots.expire_at, '{}') AS lots_expire_at,
       coalesce(lots.remaining, '{}') AS lots_remaining, last.entry_id AS as_of_entry
FROM preorder.point_balance AS b
CROSS JOIN LATERAL (
    SELECT array_agg(l.expires_at ORDER BY l.expires_at, l.lot_id) AS expire_at,
           array_agg(l.remaining ORDER BY l.expires_at, l.lot_id) AS remaining
    FROM preorder.point_lot AS l
    WHERE l.member_id = b.member_id AND l.remaining > 0
) AS lots
CROSS JOIN LATERAL (
    SELECT e.entry_id FROM preorder.point_entry AS e
    WHERE e.member_id = b.member_id
    ORDER BY e.entry_id DESC LIMIT 1
) AS last;
COMMENT ON VIEW preorder.reported_points IS
    'Rows of report.member_points: members that ever had points. Whoever moves points holds the '
    'balance''s lock, so within a member a later entry is a later state.';

CREATE OR REPLACE VIEW preorder.reported_gift AS
SELECT g.gift_id, g.reservation_id, g.sender_id, g.recipient_id, g.game_id, r.country, g.status,
       g.created_at, g.offered_at, (g.offered_at AT TIME ZONE c.time_zone)::date AS offered_on,
       g.expires_at, g.closed_at, f.status AS refund_status,
       CASE WHEN f.status IN ('completed', 'settled_outside') THEN f.completed_at END
           AS refunded_at,
       g.version::bigint + r.version AS version
FROM preorder.gift AS g
JOIN preorder.reservation AS r USING (reservation_id)
JOIN preorder.country AS c USING (country)
LEFT JOIN preorder.refund AS f
  ON f.reservation_id = g.reservation_id AND f.cause <> 'reversal' AND f.status <> 'withdrawn';
COMMENT ON VIEW preorder.reported_gift IS
    'Rows of report.gift. Each change of the gift or its refund comes with one of the reservation.';
