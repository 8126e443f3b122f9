-- Why: the HTTP API. A request that creates something names an idempotency key; its answer is kept
-- beside the key for days, so that whoever asks again gets the same answer and nothing is made
-- twice.

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
