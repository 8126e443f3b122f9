-- Why: points over time. A lot says whose earning its points came from, also after they came back
-- as a grace lot; what is held leaves held once, whichever way; and lots whose members are still
-- to be told that they expire are found without reading the others.

ALTER TABLE preorder.point_lot ADD COLUMN earned_by uuid;
UPDATE preorder.point_lot SET earned_by = reservation_id WHERE source = 'earn';
ALTER TABLE preorder.point_lot
    ADD CONSTRAINT point_lot_earned CHECK
        (source <> 'earn' OR (earned_by = reservation_id) IS TRUE);
COMMENT ON COLUMN preorder.point_lot.reservation_id IS
    'earn: what earned it. grace: whose points came back.';
COMMENT ON COLUMN preorder.point_lot.earned_by IS
    'The reservation that earned its points, handed on to grace lots; NULL for points granted.';
CREATE INDEX point_lot_earned_by ON preorder.point_lot (earned_by) WHERE earned_by IS NOT NULL;
CREATE INDEX point_lot_unnoticed ON preorder.point_lot (expires_at, lot_id)
    WHERE remaining > 0 AND noticed_at IS NULL;

CREATE UNIQUE INDEX point_entry_held_ends_once
    ON preorder.point_entry (coalesce(refund_id, reservation_id)) WHERE debit = 'held';
COMMENT ON INDEX preorder.point_entry_held_ends_once IS
    'A reservation''s points are spent or restored, a refund''s are clawed back or released: one '
    'of the two, once.';

-- It runs once a day.
INSERT INTO outbox.batch_policy (program, channel, age_max_seconds)
VALUES ('reservoir-sweep', 'points', 108000);
