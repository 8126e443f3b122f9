-- Why: what follows from a request, however late and by whichever batch it is written, belongs to
-- the request's trace; members see what became of each webhook to an endpoint of theirs, and have
-- it sent again.

ALTER TABLE preorder.reservation
    ADD COLUMN traceparent text,
    ADD CONSTRAINT reservation_traceparent
        CHECK (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
COMMENT ON COLUMN preorder.reservation.traceparent IS
    'W3C trace context of the request that last acted on it; whatever follows inherits it.';

-- What became of each webhook ----------------------------------------------------------------------

CREATE TABLE preorder.webhook_delivery (
    endpoint_id uuid NOT NULL,
    message_id bigint NOT NULL,
    message_day date NOT NULL,
    key uuid NOT NULL,
    kind text NOT NULL,
    event_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    last_outcome text,
    last_status smallint,
    last_tried_at timestamptz,
    delivered_at timestamptz,
    redelivered_at timestamptz,
    CONSTRAINT webhook_delivery_pk PRIMARY KEY (endpoint_id, message_id),
    CONSTRAINT webhook_delivery_outcome CHECK
        (last_outcome IN ('answered', 'refused_address', 'unreachable', 'no_answer')),
    CONSTRAINT webhook_delivery_status CHECK
        ((last_status IS NOT NULL) = (last_outcome IS NOT NULL AND last_outcome = 'answered')),
    CONSTRAINT webhook_delivery_tried CHECK
        ((attempts = 0) = (last_outcome IS NULL) AND (attempts = 0) = (last_tried_at IS NULL))
) WITH (fillfactor = 70);
COMMENT ON TABLE preorder.webhook_delivery IS
    'What became of each webhook, for the member whose endpoint it is: written with its message, '
    'noted with each try''s settlement, removed by reservoir-sweep retention. Read by endpoint, the '
    'newest message first, which is the primary key backwards. No foreign key: an endpoint may go '
    'while something is being told to it, and nobody then sees its rows.';
COMMENT ON COLUMN preorder.webhook_delivery.message_id IS 'The message; also the order of writing.';
COMMENT ON COLUMN preorder.webhook_delivery.key IS 'The message''s key, which finds it in the queue.';
COMMENT ON COLUMN preorder.webhook_delivery.event_id IS
    'The webhook-id without its prefix: the same however often it is told.';
COMMENT ON COLUMN preorder.webhook_delivery.attempts IS
    'Tries of which it is known how they ended; one that a crash cut off is made again.';
COMMENT ON COLUMN preorder.webhook_delivery.delivered_at IS 'When it was last taken.';
COMMENT ON COLUMN preorder.webhook_delivery.redelivered_at IS
    'When somebody last asked to have it told again: three days of tries begin anew.';
CREATE INDEX webhook_delivery_created ON preorder.webhook_delivery (created_at);

INSERT INTO preorder.webhook_delivery
    (endpoint_id, message_id, message_day, key, kind, event_id, created_at)
SELECT (m.payload ->> 'endpoint_id')::uuid, m.id, m.day, m.key, m.kind,
       (m.payload ->> 'event_id')::uuid, m.created_at
FROM outbox.queue AS q JOIN outbox.message AS m ON m.id = q.message_id AND m.day = q.day
WHERE q.channel = 'webhooks' AND m.payload ? 'endpoint_id' AND m.payload ? 'event_id';

ALTER TABLE preorder.api_policy
    ADD COLUMN webhook_days integer NOT NULL DEFAULT 30,
    ADD CONSTRAINT api_policy_webhook_days CHECK (webhook_days BETWEEN 4 AND 365);
COMMENT ON COLUMN preorder.api_policy.webhook_days IS
    'How long what became of a webhook is kept, and it can be told again; longer than the three '
    'days for which it is tried, and never longer than messages are kept. Domain time.';
