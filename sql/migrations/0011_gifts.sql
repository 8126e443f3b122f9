-- Why: gifts. A game paid for one member by another is offered, and then accepted, declined,
-- cancelled or expired: one row, one winner. Gifts that lapse are found without reading the others.

CREATE TABLE preorder.gift (
    gift_id uuid NOT NULL,
    reservation_id uuid NOT NULL,
    sender_id uuid NOT NULL,
    recipient_id uuid NOT NULL,
    game_id uuid NOT NULL,
    message text,
    status text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    offered_at timestamptz,
    expires_at timestamptz,
    reminded_at timestamptz,
    closed_at timestamptz,
    CONSTRAINT gift_pk PRIMARY KEY (gift_id),
    CONSTRAINT gift_reservation_key UNIQUE (reservation_id),
    CONSTRAINT gift_reservation_fk FOREIGN KEY (reservation_id)
        REFERENCES preorder.reservation (reservation_id),
    CONSTRAINT gift_sender_fk FOREIGN KEY (sender_id) REFERENCES preorder.member (member_id),
    CONSTRAINT gift_recipient_fk FOREIGN KEY (recipient_id)
        REFERENCES preorder.member (member_id),
    CONSTRAINT gift_game_fk FOREIGN KEY (game_id) REFERENCES preorder.game (game_id),
    CONSTRAINT gift_to_another CHECK (sender_id <> recipient_id),
    CONSTRAINT gift_message CHECK (char_length(message) BETWEEN 1 AND 500),
    CONSTRAINT gift_status CHECK (status IN ('awaiting_payment', 'offered', 'accepted',
        'declined', 'expired', 'cancelled', 'void', 'revoked')),
    CONSTRAINT gift_offered CHECK ((offered_at IS NULL) = (status IN ('awaiting_payment', 'void'))
        AND (offered_at IS NULL) = (expires_at IS NULL) AND expires_at > offered_at),
    CONSTRAINT gift_closed CHECK
        ((closed_at IS NULL) = (status IN ('awaiting_payment', 'offered'))),
    CONSTRAINT gift_message_cleared CHECK (message IS NULL OR closed_at IS NULL),
    CONSTRAINT gift_reminded CHECK (reminded_at IS NULL OR offered_at IS NOT NULL)
) WITH (fillfactor = 80);
COMMENT ON TABLE preorder.gift IS
    'A reservation that its payer gives to another member. Its row is locked after its '
    'reservation''s, by whoever answers, cancels or expires it.';
COMMENT ON COLUMN preorder.gift.game_id IS 'The reservation''s, for gift_one_open.';
COMMENT ON COLUMN preorder.gift.message IS
    'From the sender to the recipient; cleared when the gift is closed.';
COMMENT ON COLUMN preorder.gift.expires_at IS
    'From then on it cannot be accepted: the gift period of the sender''s country after the offer.';
COMMENT ON COLUMN preorder.gift.reminded_at IS 'When the recipient was reminded; once.';
CREATE UNIQUE INDEX gift_one_open ON preorder.gift (sender_id, recipient_id, game_id)
    WHERE status IN ('awaiting_payment', 'offered');
CREATE INDEX gift_sent ON preorder.gift (sender_id, gift_id DESC);
CREATE INDEX gift_received ON preorder.gift (recipient_id, gift_id DESC);
CREATE INDEX gift_lapsing ON preorder.gift (expires_at, gift_id) WHERE status = 'offered';
CREATE INDEX gift_unreminded ON preorder.gift (expires_at, gift_id)
    WHERE status = 'offered' AND reminded_at IS NULL;

INSERT INTO preorder.transition (machine, from_status, to_status) VALUES
    ('gift', 'awaiting_payment', 'offered'),
    ('gift', 'awaiting_payment', 'void'),
    ('gift', 'offered', 'accepted'),
    ('gift', 'offered', 'declined'),
    ('gift', 'offered', 'expired'),
    ('gift', 'offered', 'cancelled'),
    ('gift', 'accepted', 'revoked');
CREATE TRIGGER gift_transition BEFORE UPDATE OF status ON preorder.gift
    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION preorder.check_transition();

-- A refund is opened after its gift has moved, in one transaction, under the reservation's lock.
CREATE FUNCTION preorder.check_gift_refund() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT FROM preorder.gift
               WHERE reservation_id = NEW.reservation_id AND status = 'accepted') THEN
        RAISE EXCEPTION 'an accepted gift is refunded to nobody'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_gift_accepted',
                  SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION preorder.check_gift_refund() IS
    'Refuses the refund of a gift that is its recipient''s. When its game is cancelled, it is '
    'revoked before.';
CREATE TRIGGER refund_gift_accepted BEFORE INSERT ON preorder.refund
    FOR EACH ROW EXECUTE FUNCTION preorder.check_gift_refund();

ALTER TABLE preorder.policy
    ADD COLUMN gift_reminder_days integer NOT NULL DEFAULT 7,
    ADD CONSTRAINT policy_gift_reminder CHECK (gift_reminder_days BETWEEN 1 AND 365);
COMMENT ON COLUMN preorder.policy.gift_reminder_days IS
    'How long before its expiry the recipient of a gift is reminded of it.';

INSERT INTO outbox.batch_policy (program, channel, age_max_seconds)
VALUES ('reservoir-sweep', 'gifts', 3600);

-- Reports ----------------------------------------------------------------------------------------

CREATE TABLE report.gift (
    gift_id uuid NOT NULL,
    reservation_id uuid NOT NULL,
    sender_id uuid NOT NULL,
    recipient_id uuid NOT NULL,
    game_id uuid NOT NULL,
    country text NOT NULL,
    status text NOT NULL,
    created_at timestamptz NOT NULL,
    offered_at timestamptz,
    offered_on date,
    expires_at timestamptz,
    closed_at timestamptz,
    refund_status text,
    refunded_at timestamptz,
    version bigint NOT NULL,
    CONSTRAINT gift_pk PRIMARY KEY (gift_id)
);
COMMENT ON TABLE report.gift IS 'A row a gift.';
COMMENT ON COLUMN report.gift.gift_id IS 'The gift.';
COMMENT ON COLUMN report.gift.reservation_id IS 'What is given.';
COMMENT ON COLUMN report.gift.sender_id IS 'Who paid.';
COMMENT ON COLUMN report.gift.recipient_id IS 'Whom it is for.';
COMMENT ON COLUMN report.gift.game_id IS 'The game.';
COMMENT ON COLUMN report.gift.country IS 'The sender''s.';
COMMENT ON COLUMN report.gift.status IS
    'awaiting_payment, offered, accepted, declined, expired, cancelled, void or revoked.';
COMMENT ON COLUMN report.gift.created_at IS 'When it was asked for.';
COMMENT ON COLUMN report.gift.offered_at IS 'When it was paid; NULL: it was never offered.';
COMMENT ON COLUMN report.gift.offered_on IS 'The day of that in the country''s zone.';
COMMENT ON COLUMN report.gift.expires_at IS 'From when on it cannot be accepted.';
COMMENT ON COLUMN report.gift.closed_at IS 'When it was answered, cancelled, void or expired.';
COMMENT ON COLUMN report.gift.refund_status IS 'Of the sender''s refund; NULL: there is none.';
COMMENT ON COLUMN report.gift.refunded_at IS 'When the refund was done.';
COMMENT ON COLUMN report.gift.version IS 'Grows with each change of the gift or its refund.';
CREATE INDEX gift_day ON report.gift (offered_on, country, game_id);
