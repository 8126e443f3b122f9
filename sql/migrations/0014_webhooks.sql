-- Why: what follows from a request, however late and by whichever batch it is written, belongs to
-- the request's trace; members see what became of each webhook to an endpoint of theirs, and have
-- it sent again.

ALTER TABLE preorder.reservation
    ADD COLUMN traceparent text,
    ADD CONSTRAINT reservation_traceparent
        CHECK (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
COMMENT ON COLUMN preorder.reservation.traceparent IS
    'W3C trace context of the request that last acted on it; whatever follows inherits it.';
