-- Why: a message whose destination does not answer, or is paused, is held back without spending a
-- try, and can be told from one that failed; a resume finds what was held.

ALTER TABLE outbox.queue
    DROP CONSTRAINT queue_state,
    ADD CONSTRAINT queue_state CHECK (state IN ('ready', 'waiting', 'held', 'unknown',
        'action_required', 'parked', 'suspect', 'dead')),
    DROP CONSTRAINT queue_due,
    ADD CONSTRAINT queue_due CHECK ((due_at IS NOT NULL)
        = (state IN ('waiting', 'held', 'unknown', 'action_required')));
COMMENT ON COLUMN outbox.queue.state IS
    'ready: never looked at. waiting: due at due_at. held: a breaker, a pause or a missing setting '
    'keeps it back, look at due_at. unknown: it may have happened, ask at due_at. action_required: '
    'the buyer must do something, look at due_at. parked: an earlier message of its key has no '
    'verdict yet. suspect: its batch never finished. dead: a person must decide.';

DROP INDEX outbox.queue_due;
CREATE INDEX queue_due ON outbox.queue (channel, lane, due_at, message_id)
    WHERE due_at IS NOT NULL;
