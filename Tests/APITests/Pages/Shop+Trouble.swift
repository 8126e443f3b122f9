import Foundation
import Outbox
import Postgres
import Preorder
import Testing

extension Shop {
    /// A message of the reports channel that its drain really gives up: the table refuses its rows
    /// until `permitReports`.
    func deadReport() async throws -> Int64 {
        try await drainReports()
        try await connection.script(
            """
            UPDATE outbox.retry_policy SET attempts_max = 1 WHERE channel = 'reports';
            ALTER TABLE report.reservation ADD CONSTRAINT never CHECK (false) NOT VALID
            """
        )
        _ = try await reserveWithPoints(as: try await member())
        #expect(try await drainReports().dead == 1)
        let letters = try await connection.query(ReadDeadLetters(DeadLetterFilter(), limit: 10))
        return try #require(letters.first?.messageID)
    }

    /// Removes the cause.
    func permitReports() async throws {
        try await connection.script("ALTER TABLE report.reservation DROP CONSTRAINT never")
    }

    /// Drains the reports that are due.
    @discardableResult
    func drainReports() async throws -> RunCounts {
        let drain = Drain(DrainOptions(channel: "reports", runID: UUID()))
        return try await drain.run(ReportsHandler(), on: connection)
    }

    /// A charge that was given up although it may have taken effect: asked about in vain.
    func deadCharge(
        error: String = "the gateway answers 500"
    ) async throws -> (
        messageID: Int64, paymentID: String, reservationID: String
    ) {
        let token = try await tokens.member(ids.otherMember)
        let reserved = try await post("/v1/reservations", as: token, reservation(points: 800))
        let paymentID = try #require(reserved["payment_id"])
        let reservationID = try #require(reserved["reservation_id"])
        let submitted = try await post(
            "/v1/payments/\(paymentID)/submission",
            as: token,
            #"{"token": "t1"}"#
        )
        #expect(submitted.status == 202, "\(submitted.text)")
        let own = "key = '\(reservationID)' AND kind = 'charge'"
        try await connection.script(
            """
            UPDATE outbox.queue SET state = 'dead', due_at = NULL WHERE \(own);
            INSERT INTO outbox.dead_letter
                (message_id, message_day, channel, kind, key, attempts, last_error, dead_at)
            SELECT message_id, day, channel, kind, key, 4, $error$\(error)$error$, outbox.now()
            FROM outbox.queue WHERE \(own);
            INSERT INTO outbox.open_attempt (message_id, message_day, channel, operation,
                destination, idempotency_key, first_sent_at, last_sent_at, window_ends_at,
                is_unknown, sends)
            SELECT message_id, day, channel, 'confirm', 'toss-kr', 'key-' || message_id,
                   outbox.now() - interval '2 hours', outbox.now(),
                   outbox.now() + interval '15 days', true, 3
            FROM outbox.queue WHERE \(own);
            INSERT INTO outbox.attempt (attempt_id, message_id, event, operation, destination,
                idempotency_key, outcome, detail, run_id, at)
            SELECT o.attempt_id, o.message_id, e.event, o.operation, o.destination,
                   o.idempotency_key, e.outcome, e.detail, gen_random_uuid(),
                   o.first_sent_at + e.minute * interval '1 minute'
            FROM outbox.open_attempt AS o JOIN outbox.queue AS q USING (message_id)
            CROSS JOIN (VALUES (0, 'sent', NULL, NULL),
                               (1, 'asked', 'unknown', 'HTTP 500 PROVIDER_ERROR'),
                               (60, 'resent', NULL, NULL),
                               (61, 'asked', 'unknown', 'no answer within 10 s'))
                AS e (minute, event, outcome, detail)
            WHERE q.key = '\(reservationID)' AND q.kind = 'charge'
            """
        )
        let found = try await lines("SELECT message_id FROM outbox.queue WHERE \(own)")
        return (try #require(found.first.flatMap { Int64($0) }), paymentID, reservationID)
    }

    /// What operators and managers can change, beside `footprint`.
    func decisions() async throws -> [String] {
        try await footprint()
            + lines("SELECT message_id, state FROM outbox.dead_letter ORDER BY 1")
            + lines("SELECT scope, name FROM outbox.pause ORDER BY 1, 2")
            + lines("SELECT destination, state FROM outbox.breaker ORDER BY 1")
            + lines("SELECT discount_id, ended_at FROM preorder.discount ORDER BY 1")
    }

    /// A destination that does not answer.
    func openBreaker(_ destination: String = "toss-kr") async throws {
        try await connection.script(
            """
            INSERT INTO outbox.breaker (destination, state, failures, opened_at, probe_at, last_error)
            VALUES ('\(destination)', 'open', 7, outbox.now() - interval '20 minutes',
                    outbox.now() + interval '30 seconds', 'no answer within 10 s')
            """
        )
    }
}
