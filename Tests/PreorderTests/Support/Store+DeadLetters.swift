import Foundation
import Outbox
import Postgres
import Preorder
import Testing

extension Store {
    /// A reservation with 800 points used whose charge was submitted and waits.
    func submitted(_ country: String = "KR") async throws -> ReserveReceipt {
        let member = try await join(country)
        try await grant(800, to: member)
        let receipt = try await reserve(try request(member, points: 800))
        #expect(try await submit(receipt.paymentID, by: member) == .accepted(receipt.paymentID))
        return receipt
    }

    /// The same, charged and with its refund requested.
    func refunding(
        as chargeID: String = "pay_1"
    ) async throws -> (receipt: ReserveReceipt, refundID: UUID) {
        let receipt = try await submitted()
        try await finish("charge", of: receipt.reservationID)
        try await settle(receipt.paymentID, .applied(gatewayPaymentID: chargeID))
        try await drainPoints()
        let outcome = try await RequestRefund()(
            reservationID: receipt.reservationID,
            by: .staff(StaffAct(by: .administrator("ada"), reason: "a complaint")),
            on: connection
        )
        guard case .accepted(let refundID) = outcome else { throw NotAccepted() }
        return (receipt, refundID)
    }

    /// The gateway refuses a refund as often as the policy allows.
    func refuse(_ refundID: UUID) async throws {
        let refused = RefundFinding(
            refundID: refundID,
            event: .refused(FailureReason(rawValue: "refund_refused"))
        )
        for _ in 0..<4 {
            let now = try Store.instant("2026-11-24T12:00:00Z")
            try await connection.transaction { tx in _ = try tx.settleRefunds([refused], at: now) }
        }
    }

    /// Takes a message off the queue, as its verdict does.
    func finish(_ kind: String, of reservationID: UUID) async throws {
        try await connection.script(
            "DELETE FROM outbox.queue WHERE key = '\(reservationID)' AND kind = '\(kind)'"
        )
    }

    /// Gives a message up as a drain does, with an attempt that may have taken effect if `isOpen`.
    @discardableResult
    func giveUp(
        _ kind: String,
        of reservationID: UUID,
        isOpen: Bool = false
    ) async throws -> Int64 {
        let own = "key = '\(reservationID)' AND kind = '\(kind)'"
        try await connection.script(
            """
            UPDATE outbox.queue SET state = 'dead', due_at = NULL WHERE \(own);
            INSERT INTO outbox.dead_letter
                (message_id, message_day, channel, kind, key, attempts, last_error, dead_at)
            SELECT message_id, day, channel, kind, key, 4, 'given up', outbox.now()
            FROM outbox.queue WHERE \(own) AND state = 'dead';
            INSERT INTO outbox.open_attempt (message_id, message_day, channel, operation,
                destination, idempotency_key, first_sent_at, last_sent_at, window_ends_at)
            SELECT message_id, day, channel, 'send', 'toss-kr', 'key-' || message_id,
                   outbox.now(), outbox.now(), outbox.now() + interval '1 day'
            FROM outbox.queue WHERE \(own) AND state = 'dead' AND \(isOpen)
            """
        )
        let ids = try await lines("SELECT message_id FROM outbox.queue WHERE \(own)")
        return try #require(ids.first.flatMap { Int64($0) })
    }

    /// Resolves as the administrator bob.
    func resolve(
        _ messageID: Int64,
        _ resolution: DeadLetterResolution,
        evidence: String = "ticket 7"
    ) async throws -> Result<Void, DecideDeadLetterRefusal> {
        try await DecideDeadLetter(by: .bob)
            .resolve(messageID, as: resolution, evidence: evidence, on: connection)
    }

    /// `state|resolved_by|reason|evidence` of a dead letter.
    func letter(_ messageID: Int64) async throws -> String {
        let rows = try await lines(
            """
            SELECT state, resolved_by, reason, evidence FROM outbox.dead_letter
            WHERE message_id = \(messageID)
            """
        )
        return try #require(rows.first)
    }

    /// Why a resolution is refused; the refusal must have written nothing.
    func refusal(
        _ messageID: Int64,
        _ resolution: DeadLetterResolution,
        evidence: String = "ticket 7",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> DecideDeadLetterRefusal? {
        let before = try await wholeFootprint()
        let result = try await resolve(messageID, resolution, evidence: evidence)
        #expect(try await wholeFootprint() == before, sourceLocation: sourceLocation)
        guard case .failure(let refusal) = result else { return nil }
        return refusal
    }

    private func wholeFootprint() async throws -> [String] {
        try await footprint()
            + lines(
                """
                SELECT message_id, state FROM outbox.dead_letter
                UNION ALL SELECT message_id, 'open attempt' FROM outbox.open_attempt
                UNION ALL SELECT count(*), 'acts' FROM preorder.staff_act
                UNION ALL SELECT count(*), 'voided' FROM outbox.voided
                ORDER BY 1, 2
                """
            )
    }
}

/// A request was refused that a test needs.
struct NotAccepted: Error {}

extension StaffAct {
    /// Who decides in tests.
    static let bob = StaffAct(by: .administrator("bob"), reason: "looked at the console")
}
