-- Why: what becomes of gifts, day by day.
--
-- The funnel is a view, not a table: its median is of single gifts, which no difference of two
-- versions gives, and report.gift has them at hand by day. Of a million gifts, a month's 80,000 are
-- read in a quarter of a second.

CREATE OR REPLACE VIEW report.gift_funnel AS
SELECT offered_on AS day, country, game_id, count(*) AS offered,
       count(*) FILTER (WHERE status = 'offered') AS open,
       count(*) FILTER (WHERE status IN ('accepted', 'revoked')) AS accepted,
       count(*) FILTER (WHERE status = 'declined') AS declined,
       count(*) FILTER (WHERE status = 'expired') AS expired,
       count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
       count(*) FILTER (WHERE refunded_at IS NOT NULL) AS refunded,
       percentile_cont(0.5) WITHIN GROUP
           (ORDER BY extract(epoch FROM closed_at - offered_at)::double precision / 3600)
           FILTER (WHERE status IN ('accepted', 'declined')) AS answer_hours_median
FROM report.gift
WHERE offered_on IS NOT NULL
GROUP BY offered_on, country, game_id;
COMMENT ON VIEW report.gift_funnel IS
    'Gifts by the day on which they were offered, in the sender''s country and its zone, and what '
    'became of them since.';
COMMENT ON COLUMN report.gift_funnel.day IS 'The day of the offer.';
COMMENT ON COLUMN report.gift_funnel.country IS 'The sender''s country.';
COMMENT ON COLUMN report.gift_funnel.game_id IS 'The game.';
COMMENT ON COLUMN report.gift_funnel.offered IS 'Gifts offered on this day.';
COMMENT ON COLUMN report.gift_funnel.open IS 'Of them, those without an answer yet.';
COMMENT ON COLUMN report.gift_funnel.accepted IS 'Of them, accepted, also if revoked later.';
COMMENT ON COLUMN report.gift_funnel.declined IS 'Of them, declined.';
COMMENT ON COLUMN report.gift_funnel.expired IS 'Of them, not accepted in time.';
COMMENT ON COLUMN report.gift_funnel.cancelled IS 'Of them, taken back.';
COMMENT ON COLUMN report.gift_funnel.refunded IS 'Of them, those whose refund is done.';
COMMENT ON COLUMN report.gift_funnel.answer_hours_median IS
    'Median hours from the offer to its acceptance or refusal.';
