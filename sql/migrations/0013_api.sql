-- Why: the HTTP API, and webhooks to members' endpoints. A request that creates something names an
-- idempotency key; its answer is kept beside the key for days, so that whoever asks again gets the
-- same answer and nothing is made twice.

CREATE TABLE preorder.api_policy (
    is_only boolean NOT NULL DEFAULT true,
    request_days integer NOT NULL,
    CONSTRAINT api_policy_pk PRIMARY KEY (is_only),
    CONSTRAINT api_policy_one CHECK (is_only),
    CONSTRAINT api_policy_days CHECK (request_days BETWEEN 1 AND 365)
);
COMMENT ON TABLE preorder.api_policy IS 'What holds for the whole HTTP API; one row.';
COMMENT ON COLUMN preorder.api_policy.request_days IS
    'How long the answer to an idempotency key is kept, domain time.';
INSERT INTO preorder.api_policy (request_days) VALUES (7);

CREATE TABLE preorder.api_request (
    caller text NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    status smallint NOT NULL,
    location text,
    answer json NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT api_request_pk PRIMARY KEY (caller, route, key),
    CONSTRAINT api_request_caller CHECK (caller ~ '^(member|manager):[0-9a-f-]{36}$'),
    CONSTRAINT api_request_key CHECK (key ~ '^[!-~]{1,255}$'),
    CONSTRAINT api_request_fingerprint CHECK (octet_length(fingerprint) = 32),
    CONSTRAINT api_request_status CHECK (status BETWEEN 200 AND 299)
);
COMMENT ON TABLE preorder.api_request IS
    'Answers by idempotency key, written in the transaction that they tell of. What was refused '
    'wrote nothing and is not kept. Removed by reservoir-sweep retention.';
COMMENT ON COLUMN preorder.api_request.caller IS 'member:<id> or manager:<id>.';
COMMENT ON COLUMN preorder.api_request.route IS 'Method and path, with names in place of ids.';
COMMENT ON COLUMN preorder.api_request.fingerprint IS
    'SHA-256 of path and body: the same key with another one is refused.';
COMMENT ON COLUMN preorder.api_request.answer IS 'The body as it was answered: ids and amounts.';
CREATE INDEX api_request_created ON preorder.api_request (created_at);

-- Webhooks ---------------------------------------------------------------------------------------

CREATE TABLE preorder.webhook_endpoint (
    endpoint_id uuid NOT NULL,
    member_id uuid NOT NULL,
    url text NOT NULL,
    sealed bytea NOT NULL,
    seal_key_id text NOT NULL,
    earlier_sealed bytea,
    earlier_seal_key_id text,
    earlier_until timestamptz,
    created_at timestamptz NOT NULL,
    disabled_at timestamptz,
    disabled_reason text,
    CONSTRAINT webhook_endpoint_pk PRIMARY KEY (endpoint_id),
    CONSTRAINT webhook_endpoint_member_fk FOREIGN KEY (member_id)
        REFERENCES preorder.member (member_id),
    CONSTRAINT webhook_endpoint_url CHECK
        (url ~ '^https?://[!-~]+$' AND char_length(url) <= 2000),
    CONSTRAINT webhook_endpoint_earlier CHECK ((earlier_sealed IS NULL) = (earlier_until IS NULL)
        AND (earlier_sealed IS NULL) = (earlier_seal_key_id IS NULL)),
    CONSTRAINT webhook_endpoint_disabled CHECK
        ((disabled_at IS NULL) = (disabled_reason IS NULL))
);
COMMENT ON TABLE preorder.webhook_endpoint IS
    'Where members want to be told of results (Standard Webhooks); secrets are encrypted.';
COMMENT ON COLUMN preorder.webhook_endpoint.earlier_sealed IS
    'The secret before the last rotation, which signs as well until earlier_until.';
COMMENT ON COLUMN preorder.webhook_endpoint.disabled_reason IS
    'Why nothing is sent to it any more: it answered 410, or failed too often.';
CREATE INDEX webhook_endpoint_member ON preorder.webhook_endpoint (member_id);

INSERT INTO outbox.batch_policy (program, channel, age_max_seconds)
VALUES ('reservoir-drain', 'webhooks', 600);

-- What gateways tell of their own accord -----------------------------------------------------------

CREATE TABLE preorder.gateway_signal (
    account text NOT NULL,
    event_id text NOT NULL,
    payment_id uuid NOT NULL,
    noted_at timestamptz NOT NULL,
    CONSTRAINT gateway_signal_pk PRIMARY KEY (account, event_id),
    CONSTRAINT gateway_signal_payment_fk FOREIGN KEY (payment_id)
        REFERENCES preorder.payment (payment_id)
);
COMMENT ON TABLE preorder.gateway_signal IS
    'Events that gateways posted about payments of ours, each once. Nothing in them is believed: '
    'they hasten asking the gateway. Removed by reservoir-sweep retention.';
COMMENT ON COLUMN preorder.gateway_signal.event_id IS
    'Stripe: the event''s id. Toss Payments: type, payment, status and instant.';
CREATE INDEX gateway_signal_noted ON preorder.gateway_signal (noted_at);
