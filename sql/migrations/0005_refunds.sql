-- Why: refunds on request. A refund holds what is to be clawed back, runs through generations with
-- evidence, is looked at again after it completed, and can end in a person's hands; what the staff
-- does is kept.

-- How often and how fast -------------------------------------------------------------------------

INSERT INTO outbox.retry_policy
    (channel, kind, attempts_max, base_seconds, cap_seconds, ask_base_seconds, ask_cap_seconds)
VALUES ('payments', 'refund_refused', 4, 21600, 86400, 5, 3600);

INSERT INTO outbox.breaker_policy (channel, failures_max, probe_base_seconds, probe_cap_seconds)
VALUES ('payments', 5, 30, 600), ('mail', 5, 60, 900), ('webhooks', 5, 60, 900);

-- Policies and staff -----------------------------------------------------------------------------

ALTER TABLE preorder.policy
    ADD COLUMN points_notice_days integer NOT NULL DEFAULT 30,
    ADD CONSTRAINT policy_points_notice CHECK (points_notice_days BETWEEN 1 AND 365);
COMMENT ON COLUMN preorder.policy.refund_settling_minutes IS
    'How long after a refund''s last send a complete list of the payment''s refunds proves that it '
    'never arrived.';
COMMENT ON COLUMN preorder.policy.points_notice_days IS
    'How long before their expiry a member is told of points that expire.';

CREATE TABLE preorder.holiday (
    country text NOT NULL,
    day date NOT NULL,
    name text NOT NULL,
    CONSTRAINT holiday_pk PRIMARY KEY (country, day),
    CONSTRAINT holiday_country_fk FOREIGN KEY (country) REFERENCES preorder.country (country)
);
COMMENT ON TABLE preorder.holiday IS
    'Days besides Saturdays and Sundays on which the legal clock of a country stands still.';

CREATE FUNCTION preorder.business_day_after(of_country text, from_day date, days integer)
RETURNS date LANGUAGE sql STABLE
AS $$
    SELECT day::date
    FROM generate_series(from_day + 1, from_day + days * 7 + 366, interval '1 day') AS day
    WHERE extract(isodow FROM day) < 6
      AND NOT EXISTS (SELECT FROM preorder.holiday AS h
                      WHERE h.country = of_country AND h.day = day::date)
    ORDER BY day OFFSET days - 1 LIMIT 1
$$;
COMMENT ON FUNCTION preorder.business_day_after(text, date, integer) IS
    'The n-th business day of a country after a day.';

CREATE TABLE preorder.staff_act (
    act_id bigint GENERATED ALWAYS AS IDENTITY,
    verb text NOT NULL,
    subject text NOT NULL,
    country text,
    done_by text NOT NULL,
    reason text NOT NULL,
    done_at timestamptz NOT NULL,
    CONSTRAINT staff_act_pk PRIMARY KEY (act_id),
    CONSTRAINT staff_act_said CHECK (btrim(done_by) <> '' AND btrim(reason) <> '')
);
COMMENT ON TABLE preorder.staff_act IS
    'What managers and administrators did, to what, and why: written in the transaction that does '
    'it, never changed.';
COMMENT ON COLUMN preorder.staff_act.country IS 'NULL: it concerns several countries.';
COMMENT ON COLUMN preorder.staff_act.done_by IS 'manager:<id>, or an administrator''s name.';
CREATE INDEX staff_act_subject ON preorder.staff_act (subject);
CREATE TRIGGER staff_act_immutable BEFORE UPDATE OR DELETE ON preorder.staff_act
    FOR EACH STATEMENT EXECUTE FUNCTION outbox.refuse_change();

ALTER TABLE preorder.discount ADD COLUMN ended_reason text;
UPDATE preorder.discount SET ended_reason = 'not asked for then' WHERE ended_by IS NOT NULL;
ALTER TABLE preorder.discount
    DROP CONSTRAINT discount_ended,
    ADD CONSTRAINT discount_ended CHECK ((ended_by IS NULL) = (ended_at IS NULL)
        AND (ended_by IS NULL) = (ended_reason IS NULL));

-- Points: claw back, release, deduct, write off, expire ------------------------------------------

ALTER TABLE preorder.point_entry
    ADD COLUMN refund_id uuid,
    DROP CONSTRAINT point_entry_kind,
    ADD CONSTRAINT point_entry_kind CHECK (kind IN ('grant', 'hold', 'spend', 'earn', 'restore',
        'release', 'claw_back', 'deduct', 'write_off', 'expire', 'adjust'));
COMMENT ON COLUMN preorder.point_entry.kind IS
    'hold, spend and earn belong to a reservation; restore gives its points back. Of a refund: '
    'hold and release of what is to be clawed back; claw_back of what was there, deduct of what '
    'was spent and is made up for in cash or in points not restored, write_off of the rest.';
DROP INDEX preorder.point_entry_message;
CREATE UNIQUE INDEX point_entry_message ON preorder.point_entry (message_id, kind)
    WHERE message_id IS NOT NULL;
DROP INDEX preorder.point_entry_once;
CREATE UNIQUE INDEX point_entry_once ON preorder.point_entry (reservation_id, kind)
    WHERE kind IN ('spend', 'earn', 'restore', 'claw_back', 'deduct', 'write_off');
CREATE UNIQUE INDEX point_entry_held_once
    ON preorder.point_entry (coalesce(refund_id, reservation_id), kind)
    WHERE kind IN ('hold', 'release');

ALTER TABLE preorder.point_lot
    ADD COLUMN source text NOT NULL DEFAULT 'grant',
    ADD COLUMN expired bigint NOT NULL DEFAULT 0,
    ADD COLUMN noticed_at timestamptz,
    ADD CONSTRAINT point_lot_source CHECK (source IN ('grant', 'earn', 'grace')),
    DROP CONSTRAINT point_lot_remaining,
    ADD CONSTRAINT point_lot_remaining CHECK (remaining >= 0 AND expired >= 0
        AND remaining + expired <= granted AND granted > 0);
COMMENT ON COLUMN preorder.point_lot.source IS
    'earn: by a reservation. grace: points that came back after their own lot had lapsed.';
COMMENT ON COLUMN preorder.point_lot.expired IS 'Points of it that expired unused.';
COMMENT ON COLUMN preorder.point_lot.noticed_at IS 'When the member was told that it expires.';
-- Until now a reservation's first lot was what it earned, any further one a grace lot.
UPDATE preorder.point_lot AS l
SET source = CASE WHEN EXISTS (SELECT FROM preorder.point_entry AS e
                               WHERE e.reservation_id = l.reservation_id AND e.kind = 'earn')
                   AND NOT EXISTS (SELECT FROM preorder.point_lot AS first
                                   WHERE first.reservation_id = l.reservation_id
                                     AND first.lot_id < l.lot_id)
                  THEN 'earn' ELSE 'grace' END
WHERE reservation_id IS NOT NULL;
CREATE UNIQUE INDEX point_lot_earned_once ON preorder.point_lot (reservation_id)
    WHERE source = 'earn';
CREATE INDEX point_lot_lapsing ON preorder.point_lot (expires_at) WHERE remaining > 0;

ALTER TABLE preorder.point_hold RENAME COLUMN reservation_id TO holder_id;
COMMENT ON TABLE preorder.point_hold IS
    'From which lots points were taken, so that a restore or release finds its way back.';
COMMENT ON COLUMN preorder.point_hold.holder_id IS
    'The reservation that uses the points, or the refund that will claw them back.';

-- Payments and refunds ---------------------------------------------------------------------------

ALTER TABLE preorder.payment
    ADD COLUMN charge_message_id bigint,
    ADD COLUMN earn_message_id bigint;
COMMENT ON COLUMN preorder.payment.charge_message_id IS
    'The message that asked for the charge: what a refund or reversal compensates.';
COMMENT ON COLUMN preorder.payment.earn_message_id IS
    'The message that credits the points earned: voided when a refund comes before it.';
UPDATE preorder.payment AS p
SET charge_message_id = (SELECT max(m.id) FROM outbox.message AS m
                         WHERE m.key = p.reservation_id AND m.kind = 'charge'),
    earn_message_id = (SELECT max(m.id) FROM outbox.message AS m
                       WHERE m.key = p.reservation_id AND m.kind = 'earn');

ALTER TABLE preorder.refund
    ADD COLUMN points_deducted bigint NOT NULL DEFAULT 0,
    ADD COLUMN refusals smallint NOT NULL DEFAULT 0,
    ADD COLUMN key_spent_at timestamptz,
    ADD COLUMN look_at timestamptz,
    ADD COLUMN looks smallint NOT NULL DEFAULT 0,
    ADD COLUMN failed_late_at timestamptz,
    ADD COLUMN settlement_reference text,
    DROP CONSTRAINT refund_amounts,
    ADD CONSTRAINT refund_amounts CHECK (cash_minor >= 0 AND points_restored >= 0
        AND points_clawed_back >= 0 AND points_deducted >= 0 AND points_written_off >= 0
        AND generation >= 1 AND refusals >= 0 AND looks >= 0),
    ADD CONSTRAINT refund_settled_outside CHECK
        ((status = 'settled_outside') = (settlement_reference IS NOT NULL)),
    ADD CONSTRAINT refund_completed CHECK
        (status NOT IN ('completed', 'settled_outside') OR completed_at IS NOT NULL),
    ADD CONSTRAINT refund_look CHECK (look_at IS NULL OR status = 'completed');
COMMENT ON COLUMN preorder.refund.status IS
    'pending: on its way. refused: a person must decide. withdrawn: the refusal stands.';
COMMENT ON COLUMN preorder.refund.refusals IS
    'Definite refusals since it was requested or taken up again.';
COMMENT ON COLUMN preorder.refund.key_spent_at IS
    'When the gateway was seen to repeat a stored fault under this generation''s key: the key can '
    'no longer answer.';
COMMENT ON COLUMN preorder.refund.look_at IS
    'When to look next whether the gateway took a completed refund back; NULL: no more.';
COMMENT ON COLUMN preorder.refund.failed_late_at IS
    'When a completed refund was found taken back: only its cash is sent again.';
COMMENT ON COLUMN preorder.refund.points_deducted IS
    'Points earned and spent that the member made up for, in cash or in points not restored.';
COMMENT ON COLUMN preorder.refund.settlement_reference IS
    'Where the proof is that a person paid it by other means.';
DROP INDEX preorder.refund_one_live;
DROP INDEX preorder.refund_one_reversal;
DROP INDEX preorder.refund_compensates;
CREATE UNIQUE INDEX refund_compensates ON preorder.refund (compensates)
    WHERE compensates IS NOT NULL AND status <> 'withdrawn';
CREATE UNIQUE INDEX refund_once ON preorder.refund (reservation_id) WHERE status <> 'withdrawn';
CREATE INDEX refund_look ON preorder.refund (look_at) WHERE look_at IS NOT NULL;

INSERT INTO preorder.transition (machine, from_status, to_status) VALUES
    ('refund', 'pending', 'completed'),
    ('refund', 'pending', 'refused'),
    ('refund', 'refused', 'pending'),
    ('refund', 'refused', 'completed'),
    ('refund', 'refused', 'settled_outside'),
    ('refund', 'refused', 'withdrawn'),
    ('refund', 'completed', 'refused');
CREATE TRIGGER refund_transition BEFORE UPDATE OF status ON preorder.refund
    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION preorder.check_transition();
