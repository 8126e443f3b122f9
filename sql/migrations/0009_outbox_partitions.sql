-- Why: a day's partitions are made apart and attached. Made as partitions they locked the whole of
-- message and attempt for a moment, so the first batch of a day failed, and everybody who wrote
-- waited behind it, as long as a backup or a report elsewhere had read one of them.

CREATE OR REPLACE FUNCTION outbox.create_partitions(days_ahead integer DEFAULT 14) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    parent text;
    partition_day date;
    partition_name text;
    created integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('outbox.create_partitions'));
    FOREACH parent IN ARRAY ARRAY['message', 'attempt'] LOOP
        -- At most 60: every role may call this, and a table costs the whole cluster something.
        FOR partition_day IN
            SELECT d::date
            FROM generate_series(outbox.today() - 1, outbox.today() + least(days_ahead, 60),
                                 interval '1 day') AS d
        LOOP
            partition_name := parent || '_' || to_char(partition_day, 'YYYYMMDD');
            CONTINUE WHEN to_regclass('outbox.' || partition_name) IS NOT NULL;
            EXECUTE format('CREATE TABLE outbox.%I (LIKE outbox.%I INCLUDING ALL)',
                           partition_name, parent);
            EXECUTE format(
                'ALTER TABLE outbox.%I ATTACH PARTITION outbox.%I FOR VALUES FROM (%L) TO (%L)',
                parent, partition_name, partition_day, partition_day + 1);
            created := created + 1;
        END LOOP;
    END LOOP;
    RETURN created;
END
$$;
COMMENT ON FUNCTION outbox.create_partitions(integer) IS
    'Creates the days of message and attempt that are missing, 60 ahead at most; every batch calls '
    'it. Readers and writers of the others go on meanwhile.';
