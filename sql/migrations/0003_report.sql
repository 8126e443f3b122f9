-- Why: what DBAs and analysts read. The tables are written only by the reports drain, so a query
-- here never waits for a payment; they equal a rebuild from the domain whenever the drain is
-- through. What depends on the present is a view: sql/views.

CREATE SCHEMA report;
COMMENT ON SCHEMA report IS 'The reporting contract: columns are only ever added.';

CREATE TABLE report.reservation (
    reservation_id uuid NOT NULL,
    member_id uuid NOT NULL,
    owner_id uuid,
    game_id uuid NOT NULL,
    country text NOT NULL,
    currency text NOT NULL,
    list_minor bigint NOT NULL,
    discount_minor bigint NOT NULL,
    points_used bigint NOT NULL,
    points_minor bigint NOT NULL,
    charged_minor bigint NOT NULL,
    refunded_minor bigint NOT NULL,
    status text NOT NULL,
    is_gift boolean NOT NULL,
    created_at timestamptz NOT NULL,
    reserved_at timestamptz,
    reserved_on date,
    refunded_at timestamptz,
    refunded_on date,
    version integer NOT NULL,
    CONSTRAINT reservation_pk PRIMARY KEY (reservation_id),
    CONSTRAINT reservation_reserved CHECK ((reserved_at IS NULL) = (reserved_on IS NULL)),
    CONSTRAINT reservation_refunded CHECK (refunded_minor = 0 OR refunded_on IS NOT NULL)
) WITH (fillfactor = 80);
COMMENT ON TABLE report.reservation IS 'One row a reservation, as of its last reported version.';
COMMENT ON COLUMN report.reservation.reservation_id IS 'The reservation.';
COMMENT ON COLUMN report.reservation.member_id IS 'Who paid.';
COMMENT ON COLUMN report.reservation.owner_id IS 'Who owns the game; NULL for an open gift.';
COMMENT ON COLUMN report.reservation.game_id IS 'The reserved game.';
COMMENT ON COLUMN report.reservation.country IS 'ISO 3166 code of the office that sold.';
COMMENT ON COLUMN report.reservation.currency IS 'ISO 4217 code of all amounts of the row.';
COMMENT ON COLUMN report.reservation.list_minor IS 'List price, minor units.';
COMMENT ON COLUMN report.reservation.discount_minor IS 'Discount locked at Reserve, minor units.';
COMMENT ON COLUMN report.reservation.points_used IS 'Points that paid a part.';
COMMENT ON COLUMN report.reservation.points_minor IS
    'What the points used were worth, minor units.';
COMMENT ON COLUMN report.reservation.charged_minor IS 'Cash part, minor units.';
COMMENT ON COLUMN report.reservation.refunded_minor IS
    'Cash given back by completed refunds, minor units. A reversal is none: its charge was no '
    'sale either.';
COMMENT ON COLUMN report.reservation.status IS
    'awaiting_payment, pending, reserved, released, refunding, refunded or cancelled.';
COMMENT ON COLUMN report.reservation.is_gift IS 'Bought for another member.';
COMMENT ON COLUMN report.reservation.created_at IS 'When it was made.';
COMMENT ON COLUMN report.reservation.reserved_at IS 'When the payment completed.';
COMMENT ON COLUMN report.reservation.reserved_on IS
    'The day of reserved_at in the country''s zone: where daily_sales counts the sale.';
COMMENT ON COLUMN report.reservation.refunded_at IS 'When the reservation became refunded.';
COMMENT ON COLUMN report.reservation.refunded_on IS
    'The day in the country''s zone on which refunded_minor was given back; empty again when the '
    'gateway takes the refund back.';
COMMENT ON COLUMN report.reservation.version IS 'The version reported; a higher one replaces it.';
CREATE INDEX reservation_member ON report.reservation (member_id);
CREATE INDEX reservation_reserved_on ON report.reservation (reserved_on, country);

CREATE TABLE report.payment (
    payment_id uuid NOT NULL,
    reservation_id uuid NOT NULL,
    gateway text,
    account text,
    method text,
    status text NOT NULL,
    amount_minor bigint NOT NULL,
    refunded_minor bigint NOT NULL,
    currency text NOT NULL,
    gateway_payment_id text,
    created_at timestamptz NOT NULL,
    completed_at timestamptz,
    failure_reason text,
    version integer NOT NULL,
    CONSTRAINT payment_pk PRIMARY KEY (payment_id)
) WITH (fillfactor = 80);
COMMENT ON TABLE report.payment IS 'One row a payment, as of its last reported version.';
COMMENT ON COLUMN report.payment.payment_id IS 'The payment.';
COMMENT ON COLUMN report.payment.reservation_id IS 'What it pays.';
COMMENT ON COLUMN report.payment.gateway IS 'stripe, toss, …; NULL when there was no cash to pay.';
COMMENT ON COLUMN report.payment.account IS 'The country office''s merchant account.';
COMMENT ON COLUMN report.payment.method IS 'The card or wallet chosen.';
COMMENT ON COLUMN report.payment.status IS
    'awaiting_authentication, pending, action_required, completed, failed, refunding, refunded, '
    'refund_failed, reversing, reversed or reversal_failed.';
COMMENT ON COLUMN report.payment.amount_minor IS 'Cash to charge, minor units.';
COMMENT ON COLUMN report.payment.refunded_minor IS
    'Cash given back, reversals included, minor units.';
COMMENT ON COLUMN report.payment.currency IS 'ISO 4217 code.';
COMMENT ON COLUMN report.payment.gateway_payment_id IS
    'The gateway''s id: Stripe''s PaymentIntent, Toss Payments'' paymentKey.';
COMMENT ON COLUMN report.payment.created_at IS 'When it was made, with its reservation.';
COMMENT ON COLUMN report.payment.completed_at IS 'When the charge was known to be applied.';
COMMENT ON COLUMN report.payment.failure_reason IS 'Stable code of why it failed.';
COMMENT ON COLUMN report.payment.version IS
    'The version of its reservation when reported; a higher one replaces it.';
CREATE INDEX payment_reservation ON report.payment (reservation_id);
CREATE INDEX payment_status ON report.payment (status);

CREATE TABLE report.member_points (
    member_id uuid NOT NULL,
    available bigint NOT NULL,
    held bigint NOT NULL,
    lots_expire_at timestamptz[] NOT NULL,
    lots_remaining bigint[] NOT NULL,
    as_of_entry bigint NOT NULL,
    CONSTRAINT member_points_pk PRIMARY KEY (member_id),
    CONSTRAINT member_points_lots CHECK
        (cardinality(lots_expire_at) = cardinality(lots_remaining))
) WITH (fillfactor = 70);
COMMENT ON TABLE report.member_points IS
    'Points of each member who ever had any, as of one ledger entry; read report.point_balance. '
    'The lots stand in the row, so that balance and lots are always of the same moment.';
COMMENT ON COLUMN report.member_points.member_id IS 'The member.';
COMMENT ON COLUMN report.member_points.available IS 'Points that can be used.';
COMMENT ON COLUMN report.member_points.held IS 'Points held by open reservations.';
COMMENT ON COLUMN report.member_points.lots_expire_at IS
    'When each lot that has points left expires, earliest first.';
COMMENT ON COLUMN report.member_points.lots_remaining IS
    'The points left in each lot, in the order of lots_expire_at.';
COMMENT ON COLUMN report.member_points.as_of_entry IS
    'The last ledger entry included; a later one replaces the row.';

CREATE TABLE report.daily_sales (
    day date NOT NULL,
    country text NOT NULL,
    currency text NOT NULL,
    game_id uuid NOT NULL,
    reservations bigint NOT NULL,
    gifts bigint NOT NULL,
    gross_minor bigint NOT NULL,
    discount_minor bigint NOT NULL,
    points_minor bigint NOT NULL,
    charged_minor bigint NOT NULL,
    refunded_minor bigint NOT NULL,
    CONSTRAINT daily_sales_pk PRIMARY KEY (day, country, currency, game_id)
) WITH (fillfactor = 50);
COMMENT ON TABLE report.daily_sales IS
    'Completed reservations, and refunds, by their own day in the country''s zone. A row of zeros '
    'means the same as none.';
COMMENT ON COLUMN report.daily_sales.day IS 'Day in the country''s time zone.';
COMMENT ON COLUMN report.daily_sales.country IS 'ISO 3166 code of the office that sold.';
COMMENT ON COLUMN report.daily_sales.currency IS 'ISO 4217 code.';
COMMENT ON COLUMN report.daily_sales.game_id IS 'The game sold.';
COMMENT ON COLUMN report.daily_sales.reservations IS
    'Reservations completed on this day, gifts and later refunded ones included.';
COMMENT ON COLUMN report.daily_sales.gifts IS 'Of them, gifts.';
COMMENT ON COLUMN report.daily_sales.gross_minor IS 'Sum of list prices, minor units.';
COMMENT ON COLUMN report.daily_sales.discount_minor IS 'Sum of discounts, minor units.';
COMMENT ON COLUMN report.daily_sales.points_minor IS 'Sum paid with points, minor units.';
COMMENT ON COLUMN report.daily_sales.charged_minor IS 'Sum charged in cash, minor units.';
COMMENT ON COLUMN report.daily_sales.refunded_minor IS
    'Cash given back on this day, whenever the sale was, minor units.';

CREATE FUNCTION report.sales_of(detail report.reservation) RETURNS SETOF report.daily_sales
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 1
AS $$
    SELECT detail.reserved_on, detail.country, detail.currency, detail.game_id, 1::bigint,
           detail.is_gift::integer::bigint, detail.list_minor, detail.discount_minor,
           detail.points_minor, detail.charged_minor, 0::bigint
    WHERE detail.reserved_on IS NOT NULL
    UNION ALL
    SELECT detail.refunded_on, detail.country, detail.currency, detail.game_id, 0::bigint,
           0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, detail.refunded_minor
    WHERE detail.refunded_minor > 0
$$;
COMMENT ON FUNCTION report.sales_of(report.reservation) IS
    'What one reservation adds to daily_sales: its sale and its refund, each on its own day.';

-- The drain reads the refunds of each payment that it reports; the two indexes there are partial.
CREATE INDEX refund_payment ON preorder.refund (payment_id);
