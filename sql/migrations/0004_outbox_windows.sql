-- Why: a send under a key that its destination may have forgotten is refused by the database, not
-- only by the code; a destination that does not answer is left alone for growing times; and what
-- somebody must know is told once.
--
-- breaking: programs older than this do not say until when a key can answer.

ALTER TABLE outbox.open_attempt ADD COLUMN window_ends_at timestamptz;
UPDATE outbox.open_attempt AS o
SET window_ends_at = coalesce(
    (SELECT greatest(r.window_ends_at, o.last_sent_at + interval '1 microsecond')
     FROM outbox.attempt_request AS r WHERE r.attempt_id = o.attempt_id),
    o.last_sent_at + interval '1 microsecond');
ALTER TABLE outbox.open_attempt
    ALTER COLUMN window_ends_at SET NOT NULL,
    ADD CONSTRAINT open_attempt_window CHECK (last_sent_at < window_ends_at);
COMMENT ON COLUMN outbox.open_attempt.window_ends_at IS
    'Domain time after which the destination may have forgotten the key: the database refuses any '
    'later send under it.';

ALTER TABLE outbox.breaker
    ADD COLUMN probes integer NOT NULL DEFAULT 0,
    DROP CONSTRAINT breaker_open,
    ADD CONSTRAINT breaker_open CHECK ((state = 'closed') = (opened_at IS NULL)
        AND (state = 'closed') = (probe_at IS NULL));
COMMENT ON TABLE outbox.breaker IS
    'Per destination: whether calling it is worth trying. Open: nobody calls before probe_at. '
    'half_open: one call is probing; unless it brings an answer the next may probe at probe_at.';
COMMENT ON COLUMN outbox.breaker.failures IS 'Calls without an answer since the last answer.';
COMMENT ON COLUMN outbox.breaker.probes IS 'Probes without an answer since it opened.';

CREATE TABLE outbox.breaker_policy (
    channel text NOT NULL,
    failures_max smallint NOT NULL,
    probe_base_seconds integer NOT NULL,
    probe_cap_seconds integer NOT NULL,
    CONSTRAINT breaker_policy_pk PRIMARY KEY (channel),
    CONSTRAINT breaker_policy_channel_fk FOREIGN KEY (channel)
        REFERENCES outbox.channel (channel),
    CONSTRAINT breaker_policy_positive CHECK (failures_max > 0 AND probe_base_seconds > 0
        AND probe_cap_seconds >= probe_base_seconds)
);
COMMENT ON TABLE outbox.breaker_policy IS
    'A destination''s breaker opens after failures_max calls in a row without an answer; probe n '
    'comes least(cap, base × 2^n) later.';

CREATE TABLE outbox.alert (
    kind text NOT NULL,
    subject text NOT NULL,
    detail text NOT NULL,
    raised_at timestamptz NOT NULL,
    told_at timestamptz,
    CONSTRAINT alert_pk PRIMARY KEY (kind, subject)
);
COMMENT ON TABLE outbox.alert IS
    'What somebody must know, told once each; the row goes when its cause is gone, so that a new '
    'occurrence is told anew.';
COMMENT ON COLUMN outbox.alert.told_at IS 'NULL: not told yet, or telling failed.';
