-- Why: the domain. Countries and their policies, members, games, prices and discounts, payment
-- methods and gateway accounts, points, reservations, payments and refunds. Every rule that can be
-- a constraint is one.

CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE SCHEMA preorder;
COMMENT ON SCHEMA preorder IS 'The domain: games, prices, reservations, payments, points, refunds.';

-- Countries and policies -------------------------------------------------------------------------

CREATE TABLE preorder.country (
    country text NOT NULL,
    name text NOT NULL,
    currency text NOT NULL,
    time_zone text NOT NULL,
    language text NOT NULL,
    CONSTRAINT country_pk PRIMARY KEY (country),
    CONSTRAINT country_code CHECK (country ~ '^[A-Z]{2}$'),
    CONSTRAINT country_currency CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT country_language CHECK (language ~ '^[a-z]{2}$')
);
COMMENT ON TABLE preorder.country IS 'The national branches that sell, one currency each.';

CREATE TABLE preorder.policy (
    country text NOT NULL,
    earn_rate_basis_points integer NOT NULL,
    point_minor integer NOT NULL,
    point_validity_days integer NOT NULL,
    grace_lot_days integer NOT NULL,
    gift_days integer NOT NULL,
    refund_window_days integer NOT NULL,
    refund_business_days integer NOT NULL,
    refund_settling_minutes integer NOT NULL,
    authenticate_minutes integer NOT NULL,
    charge_deadline_minutes integer NOT NULL,
    retention_days integer NOT NULL,
    CONSTRAINT policy_pk PRIMARY KEY (country),
    CONSTRAINT policy_country_fk FOREIGN KEY (country) REFERENCES preorder.country (country),
    CONSTRAINT policy_ranges CHECK (earn_rate_basis_points BETWEEN 0 AND 10000
        AND point_minor BETWEEN 1 AND 1000000 AND point_validity_days BETWEEN 1 AND 36500
        AND grace_lot_days BETWEEN 1 AND 3650 AND gift_days BETWEEN 1 AND 365
        AND refund_window_days BETWEEN 0 AND 365 AND refund_business_days BETWEEN 1 AND 60
        AND refund_settling_minutes >= 60 AND authenticate_minutes BETWEEN 1 AND 1440
        AND charge_deadline_minutes BETWEEN 1 AND 43200 AND retention_days BETWEEN 7 AND 36500)
);
COMMENT ON TABLE preorder.policy IS 'What the law and the branch decide: rows, not code.';
COMMENT ON COLUMN preorder.policy.earn_rate_basis_points IS 'Points earned per 10,000 charged.';
COMMENT ON COLUMN preorder.policy.point_minor IS 'Minor units of currency that one point is worth.';
COMMENT ON COLUMN preorder.policy.authenticate_minutes IS
    'Time between Reserve and Submit; unsubmitted payments are withdrawn after it.';
COMMENT ON COLUMN preorder.policy.charge_deadline_minutes IS
    'Time between Submit and the last charge attempt where the gateway sets no shorter one.';

CREATE TABLE preorder.manager (
    manager_id uuid NOT NULL,
    country text NOT NULL,
    name text NOT NULL,
    CONSTRAINT manager_pk PRIMARY KEY (manager_id),
    CONSTRAINT manager_country_fk FOREIGN KEY (country) REFERENCES preorder.country (country)
);
COMMENT ON TABLE preorder.manager IS 'The store''s own staff, each acting within one country.';

CREATE TABLE preorder.member (
    member_id uuid NOT NULL,
    country text NOT NULL,
    language text NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    joined_at timestamptz NOT NULL,
    erased_at timestamptz,
    CONSTRAINT member_pk PRIMARY KEY (member_id),
    CONSTRAINT member_country_fk FOREIGN KEY (country) REFERENCES preorder.country (country),
    CONSTRAINT member_language CHECK (language ~ '^[a-z]{2}$'),
    CONSTRAINT member_name CHECK (char_length(name) BETWEEN 1 AND 200),
    CONSTRAINT member_email CHECK
        (erased_at IS NOT NULL OR email ~ '^[^@[:space:][:cntrl:]<>]+@[^@[:space:][:cntrl:]<>]+$')
);
COMMENT ON TABLE preorder.member IS 'Customers of the store. Names and addresses stand only here.';

-- Catalogue --------------------------------------------------------------------------------------

CREATE TABLE preorder.game (
    game_id uuid NOT NULL,
    release_at timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'announced',
    images text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    CONSTRAINT game_pk PRIMARY KEY (game_id),
    CONSTRAINT game_status CHECK (status IN ('announced', 'released', 'cancelled'))
);
COMMENT ON TABLE preorder.game IS 'Games that are not out yet.';

CREATE TABLE preorder.game_text (
    game_id uuid NOT NULL,
    language text NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    system_requirements text NOT NULL,
    CONSTRAINT game_text_pk PRIMARY KEY (game_id, language),
    CONSTRAINT game_text_game_fk FOREIGN KEY (game_id) REFERENCES preorder.game (game_id),
    CONSTRAINT game_text_title CHECK (char_length(title) BETWEEN 1 AND 200)
);
COMMENT ON TABLE preorder.game_text IS 'A game''s page, per language.';

CREATE TABLE preorder.game_price (
    game_id uuid NOT NULL,
    country text NOT NULL,
    currency text NOT NULL,
    list_minor bigint NOT NULL,
    sales tstzrange NOT NULL,
    CONSTRAINT game_price_pk PRIMARY KEY (game_id, country),
    CONSTRAINT game_price_game_fk FOREIGN KEY (game_id) REFERENCES preorder.game (game_id),
    CONSTRAINT game_price_country_fk FOREIGN KEY (country) REFERENCES preorder.country (country),
    CONSTRAINT game_price_list CHECK (list_minor BETWEEN 0 AND 1000000000000),
    CONSTRAINT game_price_sales CHECK (NOT isempty(sales))
);
COMMENT ON TABLE preorder.game_price IS 'List price and sales window of a game in a country.';

CREATE TABLE preorder.discount (
    discount_id uuid NOT NULL,
    game_id uuid NOT NULL,
    country text NOT NULL,
    policy text NOT NULL,
    amount bigint NOT NULL,
    period tstzrange NOT NULL,
    registered_by text NOT NULL,
    registered_at timestamptz NOT NULL,
    reason text NOT NULL,
    ended_by text,
    ended_at timestamptz,
    CONSTRAINT discount_pk PRIMARY KEY (discount_id),
    CONSTRAINT discount_price_fk FOREIGN KEY (game_id, country)
        REFERENCES preorder.game_price (game_id, country),
    CONSTRAINT discount_policy CHECK (policy ~ '^[a-z][a-z_]{0,30}$'),
    CONSTRAINT discount_amount CHECK (amount > 0),
    CONSTRAINT discount_percent CHECK (policy <> 'percent' OR amount <= 10000),
    CONSTRAINT discount_ended CHECK ((ended_by IS NULL) = (ended_at IS NULL)),
    CONSTRAINT discount_no_overlap EXCLUDE USING gist
        (game_id WITH =, country WITH =, period WITH &&)
);
COMMENT ON TABLE preorder.discount IS
    'Discounts registered by managers; two that overlap cannot exist. Ending one closes its period.';
COMMENT ON COLUMN preorder.discount.amount IS
    'percent: basis points off. amount: minor units off. Other policies define their own.';

CREATE TABLE preorder.gateway (
    gateway text NOT NULL,
    authentication_minutes integer,
    CONSTRAINT gateway_pk PRIMARY KEY (gateway),
    CONSTRAINT gateway_name CHECK (gateway ~ '^[a-z][a-z0-9_]{0,30}$'),
    CONSTRAINT gateway_authentication CHECK (authentication_minutes > 0)
);
COMMENT ON TABLE preorder.gateway IS 'Payment gateways that an adapter speaks to.';
COMMENT ON COLUMN preorder.gateway.authentication_minutes IS
    'How long the buyer''s authentication lives; NULL: it does not lapse by itself.';

CREATE TABLE preorder.gateway_currency (
    gateway text NOT NULL,
    currency text NOT NULL,
    exponent smallint NOT NULL,
    minimum_minor bigint NOT NULL,
    increment_minor bigint NOT NULL,
    CONSTRAINT gateway_currency_pk PRIMARY KEY (gateway, currency),
    CONSTRAINT gateway_currency_gateway_fk FOREIGN KEY (gateway)
        REFERENCES preorder.gateway (gateway),
    CONSTRAINT gateway_currency_exponent CHECK (exponent BETWEEN 0 AND 4),
    CONSTRAINT gateway_currency_amounts CHECK (minimum_minor >= 1 AND increment_minor >= 1)
);
COMMENT ON TABLE preorder.gateway_currency IS
    'How a gateway counts a currency. exponent is the gateway''s; minimum and increment are in our '
    'ISO 4217 minor units.';

CREATE TABLE preorder.gateway_account (
    account text NOT NULL,
    gateway text NOT NULL,
    country text NOT NULL,
    credential_id text NOT NULL,
    CONSTRAINT gateway_account_pk PRIMARY KEY (account),
    CONSTRAINT gateway_account_country_key UNIQUE (gateway, country),
    CONSTRAINT gateway_account_gateway_fk FOREIGN KEY (gateway)
        REFERENCES preorder.gateway (gateway),
    CONSTRAINT gateway_account_country_fk FOREIGN KEY (country)
        REFERENCES preorder.country (country),
    CONSTRAINT gateway_account_name CHECK (account ~ '^[a-z0-9][a-z0-9-]{0,62}$')
);
COMMENT ON TABLE preorder.gateway_account IS
    'A country office''s merchant account: destination of breaker and pause, scope of idempotency, '
    'unit of statement and payout.';

CREATE TABLE preorder.payment_method (
    country text NOT NULL,
    method text NOT NULL,
    account text NOT NULL,
    is_enabled boolean NOT NULL DEFAULT true,
    CONSTRAINT payment_method_pk PRIMARY KEY (country, method),
    CONSTRAINT payment_method_account_fk FOREIGN KEY (account)
        REFERENCES preorder.gateway_account (account),
    CONSTRAINT payment_method_name CHECK (method ~ '^[a-z][a-z0-9_]{0,30}$')
);
COMMENT ON TABLE preorder.payment_method IS 'Cards and wallets that a country office accepts.';

-- Points: a double-entry ledger ------------------------------------------------------------------

CREATE TABLE preorder.point_balance (
    member_id uuid NOT NULL,
    available bigint NOT NULL DEFAULT 0,
    held bigint NOT NULL DEFAULT 0,
    CONSTRAINT point_balance_pk PRIMARY KEY (member_id),
    CONSTRAINT point_balance_member_fk FOREIGN KEY (member_id)
        REFERENCES preorder.member (member_id),
    CONSTRAINT point_balance_available CHECK (available >= 0),
    CONSTRAINT point_balance_held CHECK (held >= 0)
) WITH (fillfactor = 70);
COMMENT ON TABLE preorder.point_balance IS
    'What a member has, and the row that everyone who moves points locks, in member order.';

CREATE TABLE preorder.point_entry (
    entry_id bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    debit text NOT NULL,
    credit text NOT NULL,
    member_id uuid NOT NULL,
    amount bigint NOT NULL,
    reservation_id uuid,
    message_id bigint,
    posted_at timestamptz NOT NULL,
    CONSTRAINT point_entry_pk PRIMARY KEY (entry_id),
    CONSTRAINT point_entry_amount CHECK (amount > 0),
    CONSTRAINT point_entry_kind CHECK (kind IN ('grant', 'hold', 'spend', 'earn', 'restore',
        'claw_back', 'expire', 'write_off', 'adjust')),
    CONSTRAINT point_entry_accounts CHECK (debit <> credit
        AND debit IN ('available', 'held', 'issued', 'redeemed', 'expired', 'written_off')
        AND credit IN ('available', 'held', 'issued', 'redeemed', 'expired', 'written_off'))
);
COMMENT ON TABLE preorder.point_entry IS
    'One row per transfer: amount leaves the debit account and enters the credit account, so the '
    'sum over all accounts is zero by construction. available and held are the member''s; the '
    'others are the house''s and keep no balance row.';
CREATE UNIQUE INDEX point_entry_message ON preorder.point_entry (message_id)
    WHERE message_id IS NOT NULL;
CREATE UNIQUE INDEX point_entry_once ON preorder.point_entry (reservation_id, kind)
    WHERE kind IN ('hold', 'spend', 'earn', 'restore');
CREATE INDEX point_entry_member ON preorder.point_entry (member_id, entry_id);

CREATE TABLE preorder.point_lot (
    lot_id bigint GENERATED ALWAYS AS IDENTITY,
    member_id uuid NOT NULL,
    granted bigint NOT NULL,
    remaining bigint NOT NULL,
    expires_at timestamptz NOT NULL,
    reservation_id uuid,
    CONSTRAINT point_lot_pk PRIMARY KEY (lot_id),
    CONSTRAINT point_lot_member_fk FOREIGN KEY (member_id) REFERENCES preorder.member (member_id),
    CONSTRAINT point_lot_remaining CHECK (remaining BETWEEN 0 AND granted AND granted > 0)
) WITH (fillfactor = 80);
COMMENT ON TABLE preorder.point_lot IS 'Points by expiry, used first-to-expire.';
CREATE INDEX point_lot_usable ON preorder.point_lot (member_id, expires_at, lot_id)
    WHERE remaining > 0;

CREATE TABLE preorder.point_hold (
    reservation_id uuid NOT NULL,
    lot_id bigint NOT NULL,
    amount bigint NOT NULL,
    CONSTRAINT point_hold_pk PRIMARY KEY (reservation_id, lot_id),
    CONSTRAINT point_hold_lot_fk FOREIGN KEY (lot_id) REFERENCES preorder.point_lot (lot_id),
    CONSTRAINT point_hold_amount CHECK (amount > 0)
);
COMMENT ON TABLE preorder.point_hold IS
    'From which lots a reservation''s points were taken, so that a restore finds its way back.';

-- Reservations, payments, refunds ----------------------------------------------------------------

CREATE TABLE preorder.reservation (
    reservation_id uuid NOT NULL,
    member_id uuid NOT NULL,
    owner_id uuid,
    game_id uuid NOT NULL,
    country text NOT NULL,
    currency text NOT NULL,
    list_minor bigint NOT NULL,
    discount_minor bigint NOT NULL,
    discount_id uuid,
    points_used bigint NOT NULL,
    points_minor bigint NOT NULL,
    charged_minor bigint NOT NULL,
    is_gift boolean NOT NULL,
    status text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    reserved_at timestamptz,
    closed_at timestamptz,
    CONSTRAINT reservation_pk PRIMARY KEY (reservation_id),
    CONSTRAINT reservation_member_fk FOREIGN KEY (member_id)
        REFERENCES preorder.member (member_id),
    CONSTRAINT reservation_owner_fk FOREIGN KEY (owner_id) REFERENCES preorder.member (member_id),
    CONSTRAINT reservation_price_fk FOREIGN KEY (game_id, country)
        REFERENCES preorder.game_price (game_id, country),
    CONSTRAINT reservation_discount_fk FOREIGN KEY (discount_id)
        REFERENCES preorder.discount (discount_id),
    CONSTRAINT reservation_amounts CHECK (list_minor >= 0 AND discount_minor >= 0
        AND points_used >= 0 AND points_minor >= 0 AND charged_minor >= 0
        AND list_minor = discount_minor + points_minor + charged_minor),
    CONSTRAINT reservation_owner CHECK (is_gift OR owner_id = member_id),
    CONSTRAINT reservation_status CHECK (status IN ('awaiting_payment', 'pending', 'reserved',
        'released', 'refunding', 'refunded', 'cancelled')),
    CONSTRAINT reservation_reserved CHECK (reserved_at IS NOT NULL
        OR status IN ('awaiting_payment', 'pending', 'cancelled'))
) WITH (fillfactor = 80);
COMMENT ON TABLE preorder.reservation IS
    'A game reserved by a member for themselves or as a gift. The price is locked here. Its row is '
    'the first lock of every writer, so the messages of one reservation commit in their order.';
COMMENT ON COLUMN preorder.reservation.owner_id IS 'A gift has no owner until it is accepted.';
COMMENT ON COLUMN preorder.reservation.version IS 'Grows with each change; reports compare it.';
CREATE UNIQUE INDEX reservation_one_active ON preorder.reservation (owner_id, game_id)
    WHERE owner_id IS NOT NULL
      AND status IN ('awaiting_payment', 'pending', 'reserved', 'released', 'refunding');
CREATE INDEX reservation_member ON preorder.reservation (member_id, created_at DESC);
CREATE INDEX reservation_game ON preorder.reservation (game_id, status);

CREATE TABLE preorder.payment (
    payment_id uuid NOT NULL,
    reservation_id uuid NOT NULL,
    country text NOT NULL,
    method text,
    account text,
    order_id text NOT NULL,
    currency text NOT NULL,
    amount_minor bigint NOT NULL,
    refunded_minor bigint NOT NULL DEFAULT 0,
    status text NOT NULL,
    gateway_payment_id text,
    action_url text,
    created_at timestamptz NOT NULL,
    authenticate_by timestamptz,
    submitted_at timestamptz,
    deadline_at timestamptz,
    completed_at timestamptz,
    withdrawn_at timestamptz,
    failure_reason text,
    CONSTRAINT payment_pk PRIMARY KEY (payment_id),
    CONSTRAINT payment_reservation_key UNIQUE (reservation_id),
    CONSTRAINT payment_order_key UNIQUE (order_id),
    CONSTRAINT payment_gateway_key UNIQUE (account, gateway_payment_id),
    CONSTRAINT payment_reservation_fk FOREIGN KEY (reservation_id)
        REFERENCES preorder.reservation (reservation_id),
    CONSTRAINT payment_method_fk FOREIGN KEY (country, method)
        REFERENCES preorder.payment_method (country, method),
    CONSTRAINT payment_account_fk FOREIGN KEY (account)
        REFERENCES preorder.gateway_account (account),
    CONSTRAINT payment_order_shape CHECK (order_id ~ '^[A-Za-z0-9_-]{6,64}$'),
    CONSTRAINT payment_amount CHECK (amount_minor >= 0
        AND refunded_minor BETWEEN 0 AND amount_minor),
    CONSTRAINT payment_gateway CHECK ((amount_minor = 0) = (method IS NULL)
        AND (method IS NULL) = (account IS NULL)
        AND (amount_minor > 0 OR status IN ('completed', 'refunding', 'refunded'))),
    CONSTRAINT payment_submitted CHECK (submitted_at IS NOT NULL OR method IS NULL
        OR status IN ('awaiting_authentication', 'failed')),
    CONSTRAINT payment_failed CHECK (status <> 'failed' OR failure_reason IS NOT NULL),
    CONSTRAINT payment_status CHECK (status IN ('awaiting_authentication', 'pending',
        'action_required', 'completed', 'failed', 'refunding', 'refunded', 'refund_failed',
        'reversing', 'reversed', 'reversal_failed'))
) WITH (fillfactor = 80);
COMMENT ON TABLE preorder.payment IS
    'The cash of a reservation; amount 0 completes without a gateway.';
COMMENT ON COLUMN preorder.payment.withdrawn_at IS
    'The reservation was cancelled while the charge was open: should it apply, it is reversed.';
CREATE INDEX payment_abandoned ON preorder.payment (authenticate_by)
    WHERE status = 'awaiting_authentication';

CREATE TABLE preorder.payment_credential (
    payment_id uuid NOT NULL,
    sealed bytea NOT NULL,
    seal_key_id text NOT NULL,
    CONSTRAINT payment_credential_pk PRIMARY KEY (payment_id),
    CONSTRAINT payment_credential_payment_fk FOREIGN KEY (payment_id)
        REFERENCES preorder.payment (payment_id)
);
COMMENT ON TABLE preorder.payment_credential IS
    'What the buyer''s client got from the gateway, encrypted; wiped with the verdict.';

CREATE TABLE preorder.refund (
    refund_id uuid NOT NULL,
    payment_id uuid NOT NULL,
    reservation_id uuid NOT NULL,
    cause text NOT NULL,
    compensates bigint,
    cash_minor bigint NOT NULL,
    points_restored bigint NOT NULL DEFAULT 0,
    points_clawed_back bigint NOT NULL DEFAULT 0,
    points_written_off bigint NOT NULL DEFAULT 0,
    generation smallint NOT NULL DEFAULT 1,
    status text NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL,
    due_on date,
    gateway_refund_id text,
    completed_at timestamptz,
    failure_reason text,
    CONSTRAINT refund_pk PRIMARY KEY (refund_id),
    CONSTRAINT refund_payment_fk FOREIGN KEY (payment_id) REFERENCES preorder.payment (payment_id),
    CONSTRAINT refund_reservation_fk FOREIGN KEY (reservation_id)
        REFERENCES preorder.reservation (reservation_id),
    CONSTRAINT refund_cause CHECK (cause IN ('reversal', 'member', 'administrator',
        'gift_declined', 'gift_expired', 'gift_cancelled', 'game_cancelled')),
    CONSTRAINT refund_amounts CHECK (cash_minor >= 0 AND points_restored >= 0
        AND points_clawed_back >= 0 AND points_written_off >= 0 AND generation >= 1),
    CONSTRAINT refund_status CHECK (status IN ('pending', 'refused', 'completed',
        'settled_outside', 'withdrawn'))
) WITH (fillfactor = 80);
COMMENT ON TABLE preorder.refund IS
    'A refund or the reversal of a charge; its key at the gateway is refund_id.generation.';
CREATE UNIQUE INDEX refund_one_live ON preorder.refund (payment_id)
    WHERE status IN ('pending', 'refused');
CREATE UNIQUE INDEX refund_one_reversal ON preorder.refund (payment_id) WHERE cause = 'reversal';
CREATE UNIQUE INDEX refund_compensates ON preorder.refund (compensates)
    WHERE compensates IS NOT NULL;

-- State machines, refused here as well as in the code ----------------------------------------------

CREATE TABLE preorder.transition (
    machine text NOT NULL,
    from_status text NOT NULL,
    to_status text NOT NULL,
    CONSTRAINT transition_pk PRIMARY KEY (machine, from_status, to_status)
);
COMMENT ON TABLE preorder.transition IS 'Every step a status may take; all others are refused.';
INSERT INTO preorder.transition (machine, from_status, to_status) VALUES
    ('reservation', 'awaiting_payment', 'pending'),
    ('reservation', 'awaiting_payment', 'cancelled'),
    ('reservation', 'pending', 'reserved'),
    ('reservation', 'pending', 'cancelled'),
    ('reservation', 'reserved', 'released'),
    ('reservation', 'reserved', 'refunding'),
    ('reservation', 'released', 'refunding'),
    ('reservation', 'refunding', 'reserved'),
    ('reservation', 'refunding', 'released'),
    ('reservation', 'refunding', 'refunded'),
    ('payment', 'awaiting_authentication', 'pending'),
    ('payment', 'awaiting_authentication', 'failed'),
    ('payment', 'pending', 'action_required'),
    ('payment', 'action_required', 'pending'),
    ('payment', 'pending', 'completed'),
    ('payment', 'pending', 'failed'),
    ('payment', 'pending', 'reversing'),
    ('payment', 'action_required', 'completed'),
    ('payment', 'action_required', 'failed'),
    ('payment', 'action_required', 'reversing'),
    ('payment', 'completed', 'refunding'),
    ('payment', 'refunding', 'refunded'),
    ('payment', 'refunding', 'refund_failed'),
    ('payment', 'refund_failed', 'refunding'),
    ('payment', 'refund_failed', 'refunded'),
    ('payment', 'refund_failed', 'completed'),
    ('payment', 'refunded', 'refund_failed'),
    ('payment', 'failed', 'reversing'),
    ('payment', 'reversing', 'reversed'),
    ('payment', 'reversing', 'reversal_failed'),
    ('payment', 'reversal_failed', 'reversing'),
    ('payment', 'reversal_failed', 'reversed'),
    ('payment', 'reversed', 'reversal_failed');

CREATE FUNCTION preorder.check_transition() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM preorder.transition
                   WHERE machine = TG_TABLE_NAME
                     AND from_status = OLD.status AND to_status = NEW.status) THEN
        RAISE EXCEPTION 'a % cannot go from % to %', TG_TABLE_NAME, OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_transition',
                  SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION preorder.check_transition() IS 'Refuses what preorder.transition does not list.';
CREATE TRIGGER reservation_transition BEFORE UPDATE OF status ON preorder.reservation
    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION preorder.check_transition();
CREATE TRIGGER payment_transition BEFORE UPDATE OF status ON preorder.payment
    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION preorder.check_transition();

CREATE TRIGGER point_entry_immutable BEFORE UPDATE OR DELETE ON preorder.point_entry
    FOR EACH STATEMENT EXECUTE FUNCTION outbox.refuse_change();

-- What every installation has --------------------------------------------------------------------

INSERT INTO preorder.gateway (gateway, authentication_minutes) VALUES ('stripe', NULL), ('toss', 10);

-- Stripe: minimum charge amounts per currency; increments from "Zero-decimal" and "Three-decimal
-- currencies" (docs.stripe.com/currencies). Toss Payments: 100 won for cards.
INSERT INTO preorder.gateway_currency
    (gateway, currency, exponent, minimum_minor, increment_minor)
VALUES
    ('stripe', 'USD', 2, 50, 1), ('stripe', 'EUR', 2, 50, 1), ('stripe', 'GBP', 2, 30, 1),
    ('stripe', 'JPY', 0, 50, 1), ('stripe', 'KRW', 0, 100, 1), ('stripe', 'KWD', 3, 150, 10),
    ('stripe', 'BHD', 3, 200, 10), ('stripe', 'ISK', 2, 70, 1), ('stripe', 'UGX', 2, 2000, 1),
    ('toss', 'KRW', 0, 100, 1);

-- Channels of this product -----------------------------------------------------------------------

SELECT outbox.create_channel('payments', true), outbox.create_channel('points', true),
       outbox.create_channel('mail', false), outbox.create_channel('reports', false),
       outbox.create_channel('webhooks', false);

INSERT INTO outbox.retry_policy
    (channel, kind, attempts_max, base_seconds, cap_seconds, ask_base_seconds, ask_cap_seconds)
VALUES
    ('payments', '*', 12, 5, 600, 5, 3600),
    ('points', '*', 20, 1, 300, 1, 60),
    ('mail', '*', 20, 30, 14400, 60, 14400),
    ('reports', '*', 20, 1, 300, 1, 60),
    ('webhooks', '*', 20, 5, 14400, 5, 14400);
