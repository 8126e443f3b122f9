-- Why: release day. A game comes out, its release is moved, or it is cancelled: each is one small
-- change of the game, which the sweep carries to the reservations in sets. Those that are to be
-- released, called off or told of it are found without reading the others.

INSERT INTO preorder.transition (machine, from_status, to_status) VALUES
    ('game', 'announced', 'released'),
    ('game', 'announced', 'cancelled'),
    ('game', 'released', 'cancelled');
CREATE TRIGGER game_transition BEFORE UPDATE OF status ON preorder.game
    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION preorder.check_transition();
COMMENT ON COLUMN preorder.game.status IS
    'announced: it can be reserved while its sales last. released: it is out. cancelled: everybody '
    'gets their money back, also when it was out before.';

CREATE TABLE preorder.game_move (
    game_id uuid NOT NULL,
    version integer NOT NULL,
    from_at timestamptz NOT NULL,
    release_at timestamptz NOT NULL,
    moved_at timestamptz NOT NULL,
    told_through uuid,
    told_at timestamptz,
    CONSTRAINT game_move_pk PRIMARY KEY (game_id, version),
    CONSTRAINT game_move_game_fk FOREIGN KEY (game_id) REFERENCES preorder.game (game_id),
    CONSTRAINT game_move_differs CHECK (release_at <> from_at),
    CONSTRAINT game_move_version CHECK (version >= 1)
) WITH (fillfactor = 50);
COMMENT ON TABLE preorder.game_move IS
    'Each time a game''s release was moved, and how far those who had reserved it then are told.';
COMMENT ON COLUMN preorder.game_move.version IS 'Counts the moves of a game from 1.';
COMMENT ON COLUMN preorder.game_move.from_at IS 'When it was to come out before.';
COMMENT ON COLUMN preorder.game_move.release_at IS 'When it was to come out from then on.';
COMMENT ON COLUMN preorder.game_move.told_through IS
    'Reservations up to this one are done with; NULL: none yet.';
COMMENT ON COLUMN preorder.game_move.told_at IS
    'When all had been told, or nobody needed to be any more: it was moved again, or cancelled.';
CREATE UNIQUE INDEX game_move_untold ON preorder.game_move (game_id) WHERE told_at IS NULL;

-- A game's reservations in id order, for those who work through them.
CREATE INDEX reservation_standing ON preorder.reservation (game_id, reservation_id)
    WHERE status IN ('awaiting_payment', 'pending', 'reserved', 'released', 'refunding');
CREATE INDEX reservation_unreleased ON preorder.reservation (game_id, reservation_id)
    WHERE status = 'reserved' AND owner_id IS NOT NULL;
DROP INDEX preorder.reservation_game;

-- It runs every minute.
INSERT INTO outbox.batch_policy (program, channel, age_max_seconds)
VALUES ('reservoir-sweep', 'releases', 600);
