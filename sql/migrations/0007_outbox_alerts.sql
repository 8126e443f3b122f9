-- Why: what somebody must know is told once by whichever host comes first, and anew when it happens
-- anew; how old something may grow before that is the same for all hosts, so it is rows.

ALTER TABLE outbox.alert
    ADD COLUMN occurrence text NOT NULL DEFAULT '',
    ADD COLUMN since timestamptz,
    ADD COLUMN amount_minor bigint,
    ADD COLUMN currency text,
    ADD COLUMN teller uuid,
    ADD COLUMN telling_until timestamptz,
    ADD CONSTRAINT alert_money CHECK ((amount_minor IS NULL) = (currency IS NULL)),
    ADD CONSTRAINT alert_teller CHECK ((teller IS NULL) = (telling_until IS NULL)
        AND (teller IS NULL OR told_at IS NULL));
COMMENT ON COLUMN outbox.alert.kind IS 'Which probe found it.';
COMMENT ON COLUMN outbox.alert.subject IS 'What it is about: an id or a name, never a person''s.';
COMMENT ON COLUMN outbox.alert.detail IS 'Ids, counts and names of programs and destinations.';
COMMENT ON COLUMN outbox.alert.raised_at IS 'When it was found, domain time.';
COMMENT ON COLUMN outbox.alert.occurrence IS
    'Tells this occurrence from a later one of the same subject, which is told again.';
COMMENT ON COLUMN outbox.alert.since IS 'When its cause began; NULL where nobody can say.';
COMMENT ON COLUMN outbox.alert.amount_minor IS 'Money at stake; NULL where none is.';
COMMENT ON COLUMN outbox.alert.teller IS 'The run that is telling it.';
COMMENT ON COLUMN outbox.alert.telling_until IS
    'Real time until which the teller may take; after it somebody else tells.';
CREATE INDEX alert_untold ON outbox.alert (kind) WHERE told_at IS NULL;

ALTER TABLE outbox.channel
    ADD COLUMN due_age_max_seconds integer NOT NULL DEFAULT 600,
    ADD COLUMN unknown_age_max_seconds integer NOT NULL DEFAULT 1800,
    ADD CONSTRAINT channel_ages CHECK (due_age_max_seconds > 0 AND unknown_age_max_seconds > 0);
COMMENT ON COLUMN outbox.channel.due_age_max_seconds IS
    'How long a due message may wait before somebody is told.';
COMMENT ON COLUMN outbox.channel.unknown_age_max_seconds IS
    'How long a call may be without a verdict before somebody is told.';

CREATE TABLE outbox.batch_policy (
    program text NOT NULL,
    channel text NOT NULL,
    age_max_seconds integer NOT NULL,
    watched_since timestamptz DEFAULT clock_timestamp(),
    CONSTRAINT batch_policy_pk PRIMARY KEY (program, channel),
    CONSTRAINT batch_policy_age CHECK (age_max_seconds > 0)
);
COMMENT ON TABLE outbox.batch_policy IS
    'The batches that must run. One is overdue when its last run that did not fail ended longer '
    'ago than age_max_seconds; whoever never runs one deletes its row.';
COMMENT ON COLUMN outbox.batch_policy.age_max_seconds IS 'Real time, as all runs.';
COMMENT ON COLUMN outbox.batch_policy.watched_since IS
    'What has never run is overdue counting from here; NULL: not watched before its first run.';

CREATE INDEX batch_run_completed ON outbox.batch_run (program, channel, finished_at DESC)
    WHERE result <> 'failed';
