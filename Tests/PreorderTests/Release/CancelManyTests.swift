import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A cancelled game that thousands have reserved", .inTurn)
struct CancelManyTests {
    /// Copies of each of six reservations; RESERVOIR_TEST_COPIES=8400 makes it fifty thousand.
    private static let copies =
        ProcessInfo.processInfo.environment["RESERVOIR_TEST_COPIES"].flatMap { Int($0) } ?? 500

    /// The reservations of one state: the original and its copies.
    private static var each: Int { copies + 1 }

    /// Copies of a reservation with all that belongs to it, under ids of their own; a member each.
    ///
    /// Ids of the copies begin as the original's, so that states follow each other in id order.
    private static func copies(_ count: Int, of model: UUID) -> String {
        """
        CREATE TEMP TABLE model AS
        SELECT n, uuid_send(gen_random_uuid()) AS b FROM generate_series(1, \(count)) AS n;
        CREATE TEMP TABLE copy AS
        SELECT n, encode(b, 'hex')::uuid AS member_id,
               encode(overlay(b PLACING '\\x01' FROM 16), 'hex')::uuid AS reservation_id,
               encode(overlay(b PLACING '\\x02' FROM 16), 'hex')::uuid AS payment_id
        FROM model;
        INSERT INTO preorder.member
        SELECT (jsonb_populate_record(m, jsonb_build_object('member_id', c.member_id))).*
        FROM copy AS c, preorder.reservation AS r JOIN preorder.member AS m USING (member_id)
        WHERE r.reservation_id = '\(model)';
        INSERT INTO preorder.point_balance (member_id) SELECT member_id FROM copy;
        INSERT INTO preorder.reservation
        SELECT (jsonb_populate_record(r, jsonb_build_object('member_id', c.member_id,
                   'owner_id', CASE WHEN r.owner_id = r.member_id THEN c.member_id END,
                   'reservation_id', c.reservation_id, 'points_used', 0, 'points_minor', 0,
                   'charged_minor', r.charged_minor + r.points_minor))).*
        FROM copy AS c, preorder.reservation AS r WHERE r.reservation_id = '\(model)';
        INSERT INTO preorder.payment
        SELECT (jsonb_populate_record(p, jsonb_build_object('payment_id', c.payment_id,
                   'reservation_id', c.reservation_id, 'charge_message_id', NULL,
                   'earn_message_id', NULL, 'order_id', replace(c.payment_id::text, '-', ''),
                   'amount_minor', r.charged_minor,
                   'gateway_payment_id', CASE WHEN p.gateway_payment_id IS NOT NULL
                                              THEN 'pay_' || c.payment_id END))).*
        FROM copy AS c JOIN preorder.reservation AS r USING (reservation_id),
             preorder.payment AS p WHERE p.reservation_id = '\(model)';
        INSERT INTO preorder.gift
        SELECT (jsonb_populate_record(g, jsonb_build_object(
                   'gift_id', encode(overlay(b PLACING '\\x03' FROM 16), 'hex')::uuid,
                   'reservation_id', c.reservation_id, 'sender_id', c.member_id))).*
        FROM copy AS c JOIN model USING (n), preorder.gift AS g
        WHERE g.reservation_id = '\(model)';
        DROP TABLE copy, model
        """
    }

    /// How many there are of each state of reservation, payment and gift.
    private static let census = """
        SELECT r.status, p.status, coalesce(g.status, '-'), count(*)
        FROM preorder.reservation AS r JOIN preorder.payment AS p USING (reservation_id)
        LEFT JOIN preorder.gift AS g USING (reservation_id)
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """

    /// Reservations in every state that a cancelled game can find, and copies of each.
    private func crowd(_ store: Store) async throws {
        var models: [UUID] = []
        models.append(try await store.reserve(try store.request(store.join())).reservationID)
        models.append(try await store.submitted().reservationID)
        let asked = try await store.submitted()
        try await store.giveUp("charge", of: asked.reservationID, isOpen: true)
        models.append(asked.reservationID)
        models.append(try await store.bought().receipt.reservationID)
        models.append(try await store.give().receipt.reservationID)
        models.append(try await store.offer().receipt.reservationID)
        for model in models {
            try await store.connection.script(Self.copies(Self.copies, of: model))
        }
        // The copies of the one that may have been charged are known to the gateway.
        try await store.connection.script(
            """
            UPDATE preorder.payment SET charge_message_id = 0, gateway_payment_id = 'pi_' || payment_id
            WHERE status = 'pending' AND charge_message_id IS NULL
              AND substr(payment_id::text, 1, 1) < '8'
            """
        )
    }

    @Test("is called off in bounded sets; stopped half-way it goes on, and nobody is left out")
    func stopped() async throws {
        let store = try await Store.open()
        try await crowd(store)
        #expect(
            try await store.lines("SELECT count(*) FROM preorder.reservation")
                == ["\(6 * Self.each)"]
        )
        try await store.cancelGame()

        // Stopped from outside whenever some are done, until nothing is left.
        let watcher = try await store.connect()
        var sum = SweepReleases.Result()
        var runs = 0
        while true {
            let stop = StopSignal()
            let before = try await watcher.only(CountStanding())
            async let stopped: Void = ask(stop, below: before, on: watcher)
            let done = try await SweepReleases(limit: 150)
                .run(asOf: nil, stop: stop, on: store.connection)
            try await stopped
            runs += 1
            sum.refunds += done.refunds
            sum.withdrawn += done.withdrawn
            if before == 0 { break }
        }
        await watcher.close()
        #expect(runs > 2)
        #expect(sum.refunds == 2 * Self.each)
        #expect(sum.withdrawn == 4 * Self.each)
        #expect(
            try await store.lines(
                """
                SELECT count(*) FROM preorder.reservation
                WHERE status NOT IN ('refunding', 'refunded', 'cancelled')
                """
            ) == ["0"]
        )
        try await settle(store)
        #expect(try await store.lines(Self.census).allSatisfy(Self.isEnd))
        #expect(try await store.brokenBooks() == [])
        #expect(
            try await store.lines(
                """
                SELECT count(*) FROM preorder.reservation AS r
                WHERE NOT EXISTS (SELECT FROM outbox.message AS m
                                  WHERE m.channel = 'mail' AND m.key = r.reservation_id
                                    AND m.kind IN ('game_cancelled', 'payment_failed'))
                """
            ) == ["0"]
        )
        await store.close()
    }

    /// Asks to stop as soon as fewer than `standing` reservations are still to be called off.
    private func ask(
        _ stop: StopSignal,
        below standing: Int,
        on watcher: Connection
    ) async throws {
        while standing > 0, try await watcher.only(CountStanding()) >= standing {}
        stop.ask()
    }

    /// The gateway's answers: charges that were in the air have applied, or not, by turns; refunds
    /// are paid, but for a few that are refused for good.
    private func settle(_ store: Store) async throws {
        let now = try Store.instant("2026-11-24T12:00:00Z")
        let open = try await ids(store, "payment_id", "payment WHERE status = 'pending'")
        _ = try await store.connection.transaction { tx in
            try tx.settleCharges(
                open.enumerated().map { place, id in
                    ChargeFinding(
                        paymentID: id,
                        messageID: nil,
                        event: place.isMultiple(of: 2)
                            ? .applied(gatewayPaymentID: "pi_\(id)") : .failed(.withdrawn)
                    )
                },
                at: now
            )
        }
        let refunds = try await ids(store, "refund_id", "refund WHERE status = 'pending'")
        for round in 0..<4 {
            _ = try await store.connection.transaction { tx in
                try tx.settleRefunds(
                    refunds.enumerated().compactMap { place, id in
                        let isRefused = place.isMultiple(of: 50)
                        guard isRefused || round == 0 else { return nil }
                        return RefundFinding(
                            refundID: id,
                            event: isRefused
                                ? .refused(FailureReason(rawValue: "refund_refused"))
                                : .applied(gatewayRefundID: "re_\(id)")
                        )
                    },
                    at: now
                )
            }
        }
        try await store.drainPoints()
    }

    private func ids(_ store: Store, _ column: String, _ rows: String) async throws -> [UUID] {
        try await store.lines("SELECT \(column) FROM preorder.\(rows) ORDER BY 1")
            .map { try #require(UUID(uuidString: $0)) }
    }

    /// Refunded, failed, given back, or refused and thus in a person's queue.
    private static func isEnd(_ line: String) -> Bool {
        [
            "refunded|refunded|", "refunding|refund_failed|", "cancelled|failed|",
            "cancelled|reversed|", "cancelled|reversal_failed|",
        ].contains { line.hasPrefix($0) }
    }
}

/// Reservations that are neither given back nor on their way there.
private struct CountStanding: Statement {
    static let sql = """
        SELECT count(*) FROM preorder.reservation
        WHERE status IN ('awaiting_payment', 'pending', 'reserved', 'released')
        """

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Int { try row.next() }
}
