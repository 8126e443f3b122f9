-- Why: the engine. A transaction writes its domain change and the messages that follow from it;
-- drains carry the messages out. Everything here is ignorant of what the messages are about.

CREATE SCHEMA outbox;
COMMENT ON SCHEMA outbox IS 'The engine: messages, queue, lanes, attempts, dead letters, runs.';

-- Domain time ------------------------------------------------------------------------------------

CREATE TABLE outbox.clock (
    only_row boolean NOT NULL DEFAULT true,
    simulated_at timestamptz,
    CONSTRAINT clock_pk PRIMARY KEY (only_row),
    CONSTRAINT clock_one_row CHECK (only_row)
);
COMMENT ON TABLE outbox.clock IS
    'Domain time. A row with simulated_at marks a simulation, whose time stands still until moved.';
COMMENT ON COLUMN outbox.clock.simulated_at IS 'NULL: domain time is the real clock.';
INSERT INTO outbox.clock DEFAULT VALUES;

CREATE FUNCTION outbox.now() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce((SELECT simulated_at FROM outbox.clock), statement_timestamp()) $$;
COMMENT ON FUNCTION outbox.now() IS 'Domain time: the simulated instant, else the real clock.';

CREATE FUNCTION outbox.today() RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT (statement_timestamp() AT TIME ZONE 'UTC')::date $$;
COMMENT ON FUNCTION outbox.today() IS 'The partition of a new row: always the real clock, in UTC.';

-- Channels, keys and lanes -----------------------------------------------------------------------

CREATE TABLE outbox.channel (
    channel text NOT NULL,
    is_ordered boolean NOT NULL,
    CONSTRAINT channel_pk PRIMARY KEY (channel),
    CONSTRAINT channel_name CHECK (channel ~ '^[a-z][a-z_]{0,30}$')
);
COMMENT ON TABLE outbox.channel IS 'Where messages go. Within a key an ordered channel keeps order.';

CREATE FUNCTION outbox.lane_of(key uuid) RETURNS smallint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT (get_byte(uuid_send(key), 15) & 63)::smallint $$;
COMMENT ON FUNCTION outbox.lane_of(uuid) IS
    'One of 64 lanes. The last byte of a UUID is random in versions 4 and 7 alike.';

CREATE TABLE outbox.lane (
    channel text NOT NULL,
    lane smallint NOT NULL,
    token bigint NOT NULL DEFAULT 0,
    run_id uuid,
    expires_at timestamptz,
    position bigint NOT NULL DEFAULT 0,
    late xid8[] NOT NULL DEFAULT '{}',
    CONSTRAINT lane_pk PRIMARY KEY (channel, lane),
    CONSTRAINT lane_channel_fk FOREIGN KEY (channel) REFERENCES outbox.channel (channel),
    CONSTRAINT lane_number CHECK (lane BETWEEN 0 AND 63),
    CONSTRAINT lane_lease CHECK ((run_id IS NULL) = (expires_at IS NULL))
) WITH (fillfactor = 20, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);
COMMENT ON TABLE outbox.lane IS
    'The lease of each lane and where its last claim stopped. Every write-back locks the row FOR '
    'SHARE and compares the token, so whoever lost the lease changes nothing.';
COMMENT ON COLUMN outbox.lane.token IS 'Fencing token: grows with each change of hands.';
COMMENT ON COLUMN outbox.lane.expires_at IS 'Real time, never domain time.';
COMMENT ON COLUMN outbox.lane.position IS
    'Ready messages up to this id have been claimed. Only saves work: 0 would be right as well.';
COMMENT ON COLUMN outbox.lane.late IS
    'Transactions that were open when the position passed them and may still commit below it.';

CREATE TABLE outbox.drain (
    run_id uuid NOT NULL,
    channel text NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT drain_pk PRIMARY KEY (channel, run_id),
    CONSTRAINT drain_channel_fk FOREIGN KEY (channel) REFERENCES outbox.channel (channel)
) WITH (fillfactor = 50);
COMMENT ON TABLE outbox.drain IS
    'Who is draining now, so that lanes are shared evenly and a newcomer is given some.';

CREATE FUNCTION outbox.create_channel(name text, ordered boolean) RETURNS void
LANGUAGE sql
AS $$
    INSERT INTO outbox.channel (channel, is_ordered) VALUES (name, ordered)
    ON CONFLICT (channel) DO NOTHING;
    INSERT INTO outbox.lane (channel, lane)
    SELECT name, n FROM generate_series(0, 63) AS n
    ON CONFLICT (channel, lane) DO NOTHING;
$$;
COMMENT ON FUNCTION outbox.create_channel(text, boolean) IS 'Adds a channel and its 64 lanes.';

-- Messages ---------------------------------------------------------------------------------------

CREATE SEQUENCE outbox.message_id_seq AS bigint;
COMMENT ON SEQUENCE outbox.message_id_seq IS 'Order of messages; see outbox.next_message_id.';

CREATE FUNCTION outbox.next_message_id() RETURNS bigint
LANGUAGE sql VOLATILE
AS $$
    SELECT CASE WHEN pg_current_xact_id() IS NOT NULL
                THEN nextval('outbox.message_id_seq'::regclass) END
$$;
COMMENT ON FUNCTION outbox.next_message_id() IS
    'The next id, taken only after the transaction has its own id: a claim that has passed this '
    'message id can then name every transaction that might still commit below it.';

CREATE TABLE outbox.message (
    id bigint NOT NULL DEFAULT outbox.next_message_id(),
    day date NOT NULL DEFAULT outbox.today(),
    channel text NOT NULL,
    kind text NOT NULL,
    key uuid NOT NULL,
    payload jsonb NOT NULL,
    compensates bigint,
    traceparent text,
    created_at timestamptz NOT NULL,
    CONSTRAINT message_pk PRIMARY KEY (id, day),
    CONSTRAINT message_kind CHECK (kind ~ '^[a-z][a-z_]{0,62}$'),
    CONSTRAINT message_payload CHECK (jsonb_typeof(payload) = 'object')
) PARTITION BY RANGE (day);
COMMENT ON TABLE outbox.message IS
    'What was to be done, as written together with the domain change. Never updated, never moved: '
    'it is its own history; days are dropped after retention.';
COMMENT ON COLUMN outbox.message.key IS 'Ordering key: the reservation.';
COMMENT ON COLUMN outbox.message.payload IS 'Ids and amounts; never addresses, names or tokens.';
COMMENT ON COLUMN outbox.message.compensates IS 'The message whose effect this one reverses.';
COMMENT ON COLUMN outbox.message.created_at IS 'Domain time.';
CREATE INDEX message_key ON outbox.message (key, id);

CREATE TABLE outbox.queue (
    channel text NOT NULL,
    lane smallint NOT NULL,
    message_id bigint NOT NULL,
    written_by xid8 NOT NULL DEFAULT pg_current_xact_id(),
    day date NOT NULL,
    kind text NOT NULL,
    key uuid NOT NULL,
    state text NOT NULL DEFAULT 'ready',
    due_at timestamptz,
    attempts smallint NOT NULL DEFAULT 0,
    asks smallint NOT NULL DEFAULT 0,
    crashes smallint NOT NULL DEFAULT 0,
    CONSTRAINT queue_pk PRIMARY KEY (channel, lane, message_id),
    CONSTRAINT queue_state CHECK (state IN
        ('ready', 'waiting', 'unknown', 'action_required', 'parked', 'suspect', 'dead')),
    CONSTRAINT queue_due CHECK
        ((due_at IS NOT NULL) = (state IN ('waiting', 'unknown', 'action_required')))
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
COMMENT ON TABLE outbox.queue IS
    'What is not finished, and nothing else: finishing deletes the row. A claim writes nothing '
    'here; who works on what stands in outbox.batch and outbox.open_attempt.';
COMMENT ON COLUMN outbox.queue.written_by IS 'The writing transaction, to find late commits.';
COMMENT ON COLUMN outbox.queue.state IS
    'ready: never looked at. waiting: due at due_at. unknown: it may have happened, ask at due_at. '
    'action_required: the buyer must do something, look at due_at. parked: an earlier message of '
    'its key has no verdict yet. suspect: its batch never finished. dead: a person must decide.';
COMMENT ON COLUMN outbox.queue.attempts IS 'Tries that certainly failed; unreachable spends none.';
COMMENT ON COLUMN outbox.queue.asks IS 'How often an unknown was asked about since it arose.';
COMMENT ON COLUMN outbox.queue.crashes IS 'How often the process died with this message alone.';
CREATE INDEX queue_late ON outbox.queue (written_by);
CREATE INDEX queue_due ON outbox.queue (channel, lane, due_at, message_id)
    WHERE state IN ('waiting', 'unknown', 'action_required');
CREATE INDEX queue_head ON outbox.queue (channel, key, message_id) WHERE state <> 'ready';

CREATE TABLE outbox.batch (
    batch_id bigint GENERATED ALWAYS AS IDENTITY,
    channel text NOT NULL,
    lane smallint NOT NULL,
    token bigint NOT NULL,
    run_id uuid,
    state text NOT NULL DEFAULT 'running',
    message_ids bigint[] NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT batch_pk PRIMARY KEY (channel, lane, batch_id),
    CONSTRAINT batch_state CHECK (state IN ('running', 'pending')),
    CONSTRAINT batch_members CHECK (cardinality(message_ids) > 0)
) WITH (fillfactor = 50);
COMMENT ON TABLE outbox.batch IS
    'The marker of a batch, committed before its members are touched and deleted with their '
    'settlement. One that stays behind under an old token names what a crash left open; its '
    'members are then run in halves (pending) until the one that crashes stands alone.';

-- Attempts ---------------------------------------------------------------------------------------

CREATE SEQUENCE outbox.attempt_id_seq AS bigint;
COMMENT ON SEQUENCE outbox.attempt_id_seq IS 'Ids of attempts.';

CREATE TABLE outbox.open_attempt (
    message_id bigint NOT NULL,
    attempt_id bigint NOT NULL DEFAULT nextval('outbox.attempt_id_seq'::regclass),
    message_day date NOT NULL,
    channel text NOT NULL,
    operation text NOT NULL,
    destination text NOT NULL,
    idempotency_key text NOT NULL,
    credential_id text,
    api_version text,
    is_unknown boolean NOT NULL DEFAULT false,
    sends smallint NOT NULL DEFAULT 1,
    first_sent_at timestamptz NOT NULL,
    last_sent_at timestamptz NOT NULL,
    CONSTRAINT open_attempt_pk PRIMARY KEY (message_id),
    CONSTRAINT open_attempt_id_key UNIQUE (attempt_id),
    CONSTRAINT open_attempt_idempotency_key UNIQUE (destination, idempotency_key)
) WITH (fillfactor = 70);
COMMENT ON TABLE outbox.open_attempt IS
    'Intents without a verdict: exactly what may have happened. One a message, so while it stands '
    'no new attempt can begin; a permitted re-send is one more send of the same row.';
COMMENT ON COLUMN outbox.open_attempt.first_sent_at IS
    'Domain time of the key''s first use: its window at the destination runs from here.';

CREATE TABLE outbox.attempt (
    attempt_id bigint NOT NULL,
    day date NOT NULL DEFAULT outbox.today(),
    message_id bigint NOT NULL,
    event text NOT NULL,
    operation text NOT NULL,
    destination text NOT NULL,
    idempotency_key text NOT NULL,
    outcome text,
    detail text,
    run_id uuid NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT attempt_event CHECK (event IN ('sent', 'resent', 'asked', 'ended')),
    CONSTRAINT attempt_outcome CHECK (outcome IN
        ('applied', 'rejected', 'unknown', 'retry', 'unreachable', 'action_required')),
    CONSTRAINT attempt_ended CHECK ((outcome IS NOT NULL) = (event IN ('ended', 'asked')))
) PARTITION BY RANGE (day);
COMMENT ON TABLE outbox.attempt IS
    'The journal, append-only: a row for each send, each question and how each attempt ended.';
COMMENT ON COLUMN outbox.attempt.at IS 'Domain time.';
CREATE INDEX attempt_message ON outbox.attempt (message_id, attempt_id);

CREATE TABLE outbox.attempt_request (
    attempt_id bigint NOT NULL,
    message_id bigint NOT NULL,
    sealed bytea NOT NULL,
    seal_key_id text NOT NULL,
    window_ends_at timestamptz NOT NULL,
    CONSTRAINT attempt_request_pk PRIMARY KEY (attempt_id)
);
COMMENT ON TABLE outbox.attempt_request IS
    'The exact bytes of each request, encrypted; wiped when the message has its verdict and the '
    'idempotency key''s window is over.';
CREATE INDEX attempt_request_window ON outbox.attempt_request (window_ends_at);

-- What a person sees -----------------------------------------------------------------------------

CREATE TABLE outbox.dead_letter (
    message_id bigint NOT NULL,
    message_day date NOT NULL,
    channel text NOT NULL,
    kind text NOT NULL,
    key uuid NOT NULL,
    attempts smallint NOT NULL,
    last_error text NOT NULL,
    dead_at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'open',
    resolved_by text,
    resolved_at timestamptz,
    reason text,
    evidence text,
    CONSTRAINT dead_letter_pk PRIMARY KEY (message_id),
    CONSTRAINT dead_letter_state CHECK (state IN ('open', 'replayed', 'applied', 'rejected')),
    CONSTRAINT dead_letter_resolved CHECK
        ((state = 'open') = (resolved_by IS NULL AND resolved_at IS NULL AND reason IS NULL))
);
COMMENT ON TABLE outbox.dead_letter IS
    'Messages that a person must look at: replay them or give the verdict, with a name and reason.';
CREATE INDEX dead_letter_open ON outbox.dead_letter (channel, dead_at) WHERE state = 'open';

CREATE TABLE outbox.voided (
    message_id bigint NOT NULL,
    reason text NOT NULL,
    voided_by text NOT NULL,
    voided_at timestamptz NOT NULL,
    CONSTRAINT voided_pk PRIMARY KEY (message_id)
);
COMMENT ON TABLE outbox.voided IS 'Messages that ended without their effect, and why.';

CREATE TABLE outbox.breaker (
    destination text NOT NULL,
    state text NOT NULL DEFAULT 'closed',
    failures integer NOT NULL DEFAULT 0,
    opened_at timestamptz,
    probe_at timestamptz,
    last_error text,
    CONSTRAINT breaker_pk PRIMARY KEY (destination),
    CONSTRAINT breaker_state CHECK (state IN ('closed', 'open', 'half_open')),
    CONSTRAINT breaker_open CHECK ((state = 'closed') = (opened_at IS NULL))
);
COMMENT ON TABLE outbox.breaker IS 'Per destination: whether calling it is worth trying.';

CREATE TABLE outbox.pause (
    scope text NOT NULL,
    name text NOT NULL,
    paused_by text NOT NULL,
    reason text NOT NULL,
    paused_at timestamptz NOT NULL,
    CONSTRAINT pause_pk PRIMARY KEY (scope, name),
    CONSTRAINT pause_scope CHECK (scope IN ('channel', 'account', 'method'))
);
COMMENT ON TABLE outbox.pause IS 'What a person, or a configuration error, has stopped.';

CREATE TABLE outbox.retry_policy (
    channel text NOT NULL,
    kind text NOT NULL,
    attempts_max smallint NOT NULL,
    base_seconds integer NOT NULL,
    cap_seconds integer NOT NULL,
    ask_base_seconds integer NOT NULL,
    ask_cap_seconds integer NOT NULL,
    CONSTRAINT retry_policy_pk PRIMARY KEY (channel, kind),
    CONSTRAINT retry_policy_channel_fk FOREIGN KEY (channel) REFERENCES outbox.channel (channel),
    CONSTRAINT retry_policy_positive CHECK (attempts_max BETWEEN 1 AND 1000
        AND base_seconds > 0 AND cap_seconds >= base_seconds
        AND ask_base_seconds > 0 AND ask_cap_seconds >= ask_base_seconds)
);
COMMENT ON TABLE outbox.retry_policy IS
    'Growing delays per kind; kind * is the channel''s default. Delay n is drawn from 0 to '
    'least(cap, base × 2^n).';

-- Runs -------------------------------------------------------------------------------------------

CREATE TABLE outbox.batch_run (
    run_id uuid NOT NULL,
    program text NOT NULL,
    channel text NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    version text NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    claimed bigint NOT NULL DEFAULT 0,
    applied bigint NOT NULL DEFAULT 0,
    rejected bigint NOT NULL DEFAULT 0,
    retried bigint NOT NULL DEFAULT 0,
    unknown bigint NOT NULL DEFAULT 0,
    dead bigint NOT NULL DEFAULT 0,
    conflicts bigint NOT NULL DEFAULT 0,
    result text,
    CONSTRAINT batch_run_pk PRIMARY KEY (run_id),
    CONSTRAINT batch_run_finished CHECK ((finished_at IS NULL) = (result IS NULL))
);
COMMENT ON TABLE outbox.batch_run IS 'A row for each run of a batch program and channel or task.';
CREATE INDEX batch_run_started ON outbox.batch_run (started_at DESC);
CREATE INDEX batch_run_channel ON outbox.batch_run (program, channel, started_at DESC);

-- Partitions -------------------------------------------------------------------------------------

CREATE FUNCTION outbox.create_partitions(days_ahead integer DEFAULT 14) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    parent text;
    partition_day date;
    created integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('outbox.create_partitions'));
    FOREACH parent IN ARRAY ARRAY['message', 'attempt'] LOOP
        FOR partition_day IN
            SELECT d::date FROM generate_series(outbox.today() - 1, outbox.today() + days_ahead,
                                                interval '1 day') AS d
        LOOP
            IF to_regclass(format('outbox.%s_%s', parent, to_char(partition_day, 'YYYYMMDD')))
               IS NULL THEN
                EXECUTE format(
                    'CREATE TABLE outbox.%1$I PARTITION OF outbox.%2$I FOR VALUES FROM (%3$L) TO (%4$L)',
                    format('%s_%s', parent, to_char(partition_day, 'YYYYMMDD')), parent,
                    partition_day, partition_day + 1);
                created := created + 1;
            END IF;
        END LOOP;
    END LOOP;
    RETURN created;
END
$$;
COMMENT ON FUNCTION outbox.create_partitions(integer) IS
    'Creates the days of message and attempt that are missing; every batch calls it.';

CREATE FUNCTION outbox.refuse_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION '% of %.% is refused: rows there are never changed', TG_OP, TG_TABLE_SCHEMA,
        TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
COMMENT ON FUNCTION outbox.refuse_change() IS 'Keeps append-only tables append-only.';
CREATE TRIGGER message_immutable BEFORE UPDATE OR DELETE ON outbox.message
    FOR EACH STATEMENT EXECUTE FUNCTION outbox.refuse_change();
CREATE TRIGGER attempt_immutable BEFORE UPDATE OR DELETE ON outbox.attempt
    FOR EACH STATEMENT EXECUTE FUNCTION outbox.refuse_change();

SELECT outbox.create_partitions();
