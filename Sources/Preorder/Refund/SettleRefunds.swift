public import Foundation
import Outbox
public import Postgres

/// What is known about one refund, to be written into the books.
public struct RefundFinding: Sendable {
    /// The refund.
    public let refundID: UUID

    /// What happened to it.
    public let event: RefundEvent

    /// A finding about `refundID`.
    public init(refundID: UUID, event: RefundEvent) {
        self.refundID = refundID
        self.event = event
    }
}

extension Transaction {
    /// Writes findings about refunds and reversals into the books, in sets, with all messages that
    /// follow.
    ///
    /// Reservations are locked first, in id order, as by every writer. A finding that changes
    /// nothing, because it is known already or not allowed, writes nothing.
    ///
    /// Takes at most one finding a refund; returns what those that changed something came to.
    @discardableResult
    public borrowing func settleRefunds(
        _ findings: [RefundFinding],
        at now: Timestamp
    ) throws -> [UUID: RefundStep] {
        guard !findings.isEmpty else { return [:] }
        let cases = try query(LockRefundCases(refundIDs: findings.map(\.refundID)))
        let byRefund = Dictionary(cases.map { ($0.refundID, $0) }) { first, _ in first }
        var moves: [RefundMove] = []
        for finding in findings {
            guard let refund = byRefund[finding.refundID],
                let step = RefundMachine.step(refund, finding.event)
            else { continue }
            moves.append(RefundMove(refund: refund, event: finding.event, step: step))
        }
        guard !moves.isEmpty else { return [:] }
        try execute(MoveRefunds(moves: moves, now: now))
        try execute(
            MoveReservations(
                reservationIDs: moves.map(\.refund.reservationID),
                statuses: moves.map(\.step.reservationStatus),
                now: now
            )
        )
        try writeAndTell(try moves.flatMap { try $0.followUps() }, at: now)
        try creditAgain(moves.filter(\.step.releasesPoints), at: now)
        return Dictionary(uniqueKeysWithValues: moves.map { ($0.refund.refundID, $0.step) })
    }
}

/// A refund, what happened to it and what that comes to.
struct RefundMove: Sendable {
    let refund: RefundCase
    let event: RefundEvent
    let step: RefundStep

    var gatewayRefundID: String? {
        guard case .applied(let id) = event else { return nil }
        return id
    }

    var reason: String? {
        switch event {
        case .refused(let reason), .failedLate(let reason): reason.rawValue
        case .applied, .neverArrived, .keySpent, .givenUp, .settledOutside, .stands, .takenUp: nil
        }
    }

    var reference: String? {
        guard case .settledOutside(let reference) = event else { return nil }
        return reference
    }

    /// Days until the first look at a completed refund.
    var lookDays: Int? {
        guard case .applied(.some) = event else { return nil }
        return RefundLooks.days.first
    }

    var isKeySpent: Bool { event == .keySpent }

    var isFailedLate: Bool {
        guard case .failedLate = event else { return false }
        return true
    }

    func followUps() throws -> [MessageDraft] {
        var drafts: [MessageDraft] = []
        if step.postsPoints {
            if refund.pointsRestored > 0 {
                drafts.append(try draft("points", "restore_spent", points: refund.pointsRestored))
            }
            if refund.pointsTakenBack > 0 {
                drafts.append(try draft("points", "claw_back", points: refund.pointsClawedBack))
            }
        }
        if step.releasesPoints, refund.pointsClawedBack > 0 {
            drafts.append(try draft("points", "release", points: refund.pointsClawedBack))
        }
        if step.sendsAgain {
            drafts.append(try draft("payments", refund.messageKind))
        }
        if let mail = step.mail { drafts.append(try draft("mail", mail)) }
        drafts.append(try draft("reports", "reservation"))
        return drafts
    }

    private func draft(
        _ channel: String,
        _ kind: String,
        points: Int64? = nil
    ) throws
        -> MessageDraft
    {
        var payload = MessagePayload()
        payload.reservationID = refund.reservationID
        if channel != "reports" {
            payload.refundID = refund.refundID
            payload.paymentID = refund.paymentID
        }
        if let points {
            payload.memberID = refund.memberID
            payload.points = points
        }
        if channel == "mail" { payload.reason = reason }
        return MessageDraft(
            channel: channel,
            kind: kind,
            key: refund.reservationID,
            payload: try payload.json(),
            compensates: channel == "payments" ? refund.compensates : nil
        )
    }
}

extension RefundCase {
    /// The kind of the message that sends its cash.
    var messageKind: String { cause == .reversal ? "reverse" : "refund" }
}

/// When completed refunds are looked at again.
public enum RefundLooks {
    /// Days after completion, one after the other: a bank takes a refund back within days, seldom
    /// after a month (docs.stripe.com/refunds, "Failed refunds").
    public static let days = [1, 3, 7, 14, 30]
}

/// Refunds with their payments, their reservations locked in id order.
struct LockRefundCases: Statement {
    static let sql = """
        SELECT f.refund_id, f.payment_id, f.reservation_id, r.member_id, f.cause, f.status,
               p.status, r.status, g.status = 'released', g.status = 'cancelled', f.generation,
               f.refusals,
               coalesce((SELECT attempts_max FROM outbox.retry_policy
                         WHERE channel = 'payments' AND kind = 'refund_refused'), 1),
               f.failed_late_at IS NOT NULL, f.cash_minor, f.points_restored,
               f.points_clawed_back,
               f.points_clawed_back + f.points_deducted + f.points_written_off, f.compensates
        FROM preorder.refund AS f
        JOIN preorder.payment AS p USING (payment_id)
        JOIN preorder.reservation AS r ON r.reservation_id = f.reservation_id
        JOIN preorder.game AS g ON g.game_id = r.game_id
        WHERE f.refund_id = ANY ($1)
        ORDER BY f.reservation_id
        FOR UPDATE OF r, p, f
        """

    let refundIDs: [UUID]

    var bindings: [any Bindable] { [refundIDs] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> RefundCase {
        try RefundCase(
            refundID: row.next(),
            paymentID: row.next(),
            reservationID: row.next(),
            memberID: row.next(),
            cause: row.nextStatus(Self.name),
            status: row.nextStatus(Self.name),
            paymentStatus: row.nextStatus(Self.name),
            reservationStatus: row.nextStatus(Self.name),
            isReleased: row.next(),
            isCancelled: row.next(),
            generation: row.next(),
            refusals: row.next(),
            refusalsMax: row.next(),
            isLate: row.next(),
            cashMinor: row.next(),
            pointsRestored: row.next(),
            pointsClawedBack: row.next(),
            pointsTakenBack: row.next(),
            compensates: row.next()
        )
    }
}

/// Moves refunds and their payments on together; one row each.
struct MoveRefunds: Statement {
    static let sql = """
        WITH move AS (
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::smallint[],
                                 $5::smallint[], $6::bigint[], $7::text[], $8::text[], $9::text[],
                                 $10::integer[], $11::boolean[], $12::boolean[])
                AS m (refund_id, status, payment_status, generation, refusals, refunded_minor,
                      gateway_refund_id, reason, reference, look_days, is_key_spent, is_late)
        ), refund AS (
            UPDATE preorder.refund AS f
            SET status = m.status, generation = m.generation, refusals = m.refusals,
                gateway_refund_id = coalesce(m.gateway_refund_id, f.gateway_refund_id),
                failure_reason = CASE WHEN m.status = 'completed' THEN NULL
                                      ELSE coalesce(m.reason, f.failure_reason) END,
                settlement_reference = m.reference,
                key_spent_at = CASE WHEN m.is_key_spent THEN coalesce(f.key_spent_at, $13)
                                    WHEN m.generation = f.generation THEN f.key_spent_at END,
                completed_at = CASE WHEN m.status IN ('completed', 'settled_outside') THEN $13
                                    WHEN m.is_late THEN f.completed_at END,
                failed_late_at = CASE WHEN m.is_late THEN $13 ELSE f.failed_late_at END,
                looks = 0,
                look_at = $13 + m.look_days * interval '1 day'
            FROM move AS m WHERE f.refund_id = m.refund_id
            RETURNING f.payment_id, m.payment_status, m.refunded_minor
        )
        UPDATE preorder.payment AS p
        SET status = refund.payment_status,
            refunded_minor = p.refunded_minor + refund.refunded_minor
        FROM refund WHERE p.payment_id = refund.payment_id
        """

    let moves: [RefundMove]
    let now: Timestamp

    var bindings: [any Bindable] {
        [
            moves.map(\.refund.refundID), moves.map(\.step.status.rawValue),
            moves.map(\.step.paymentStatus.rawValue), moves.map { Int16($0.step.generation) },
            moves.map { Int16($0.step.refusals) }, moves.map(\.step.refundedMinor),
            moves.map(\.gatewayRefundID), moves.map(\.reason), moves.map(\.reference),
            moves.map(\.lookDays), moves.map(\.isKeySpent), moves.map(\.isFailedLate), now,
        ]
    }
}
