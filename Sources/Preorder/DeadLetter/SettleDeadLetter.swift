import Foundation
import Outbox
import Postgres

/// The rows of the domain that a dead letter is about, locked.
enum DeadBooks: Sendable {
    case charge(ChargeCase, decided: FailureReason?)
    case refund(RefundCase)

    /// A message of the point ledger.
    case points

    /// A message to a gateway that does not say what it is about.
    case unreadable

    /// What has no effect on the books: mails, reports, webhooks.
    case nothing
}

extension Transaction {
    /// Locks the reservation, and what else a verdict about the subject changes.
    borrowing func lockBooks(of subject: DeadSubject) throws -> DeadBooks {
        switch (subject.channel, subject.kind) {
        case ("payments", "charge"):
            guard let paymentID = subject.paymentID,
                let charge = try first(LockChargeCases(paymentIDs: [paymentID]))
            else { return .unreadable }
            let decided = try first(ReadDecidedFailure(paymentID: paymentID))
            return .charge(charge, decided: decided)
        case ("payments", "refund"), ("payments", "reverse"):
            guard let refundID = subject.refundID,
                let refund = try first(LockRefundCases(refundIDs: [refundID]))
            else { return .unreadable }
            return .refund(refund)
        case ("payments", _): return .unreadable
        case ("points", _):
            try execute(LockReservation(reservationID: subject.key))
            return .points
        default: return .nothing
        }
    }

    /// Writes what a person's verdict means for the books; a verdict that they know already
    /// writes nothing.
    ///
    /// - Throws: `DecideDeadLetterRefusal` when the books cannot follow.
    borrowing func settle(
        _ books: DeadBooks,
        of letter: DeadLetter,
        _ resolution: DeadLetterResolution,
        evidence: String,
        at now: Timestamp
    ) throws {
        switch books {
        case .charge(let charge, let decided):
            let event = try resolution.event(of: charge, decided: decided)
            try settle(charge, event, of: letter, at: now)
        case .refund(let refund):
            let events = try resolution.events(of: refund, evidence: evidence)
            try settle(refund, events, at: now)
        case .points:
            let isPosted = try only(IsPosted(messageID: letter.messageID))
            try resolution.check(isPosted: isPosted)
        case .unreadable:
            guard resolution == .rejected else { throw DecideDeadLetterRefusal.noSubject }
        case .nothing:
            guard resolution == .rejected || resolution == .applied(gatewayID: nil) else {
                throw DecideDeadLetterRefusal.nothingOfTheKind
            }
        }
    }

    private borrowing func settle(
        _ charge: ChargeCase,
        _ event: ChargeEvent?,
        of letter: DeadLetter,
        at now: Timestamp
    ) throws {
        guard let event else { return }
        let finding = ChargeFinding(
            paymentID: charge.paymentID,
            messageID: letter.messageID,
            event: event
        )
        guard try settleCharges([finding], at: now) == [charge.paymentID] else {
            throw DecideDeadLetterRefusal.booksDiffer("the payment is \(charge.status.rawValue)")
        }
    }

    private borrowing func settle(
        _ refund: RefundCase,
        _ events: [RefundEvent],
        at now: Timestamp
    ) throws {
        for event in events {
            if case .applied(let id?) = event,
                try only(IsRefundIDTaken(refundID: refund.refundID, gatewayRefundID: id))
            {
                throw DecideDeadLetterRefusal.gatewayIDTaken
            }
            let finding = RefundFinding(refundID: refund.refundID, event: event)
            guard try !settleRefunds([finding], at: now).isEmpty else {
                throw DecideDeadLetterRefusal.booksDiffer(
                    "the refund is \(refund.status.rawValue)"
                )
            }
        }
    }
}

/// Why a charge will fail, once that is decided but not yet certain at the gateway; no row while
/// it may apply.
struct ReadDecidedFailure: Statement {
    static let sql = """
        SELECT failure_reason FROM preorder.payment
        WHERE payment_id = $1 AND failure_reason IS NOT NULL
        """

    let paymentID: UUID

    var bindings: [any Bindable] { [paymentID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> FailureReason {
        FailureReason(rawValue: try row.next())
    }
}

/// Locks a reservation's row; at most one.
struct LockReservation: Statement {
    static let sql =
        "SELECT FROM preorder.reservation WHERE reservation_id = $1 FOR UPDATE"

    let reservationID: UUID

    var bindings: [any Bindable] { [reservationID] }
}

/// Whether the ledger has entries of a message.
struct IsPosted: Statement {
    static let sql = "SELECT EXISTS (SELECT FROM preorder.point_entry WHERE message_id = $1)"

    let messageID: Int64

    var bindings: [any Bindable] { [messageID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Bool { try row.next() }
}

/// Whether another refund of the same account has the gateway's id.
struct IsRefundIDTaken: Statement {
    static let sql = """
        SELECT EXISTS (
            SELECT FROM preorder.refund AS other
            JOIN preorder.payment AS p ON p.payment_id = other.payment_id
            WHERE other.gateway_refund_id = $2 AND other.refund_id <> $1
              AND p.account = (SELECT own.account FROM preorder.refund AS f
                               JOIN preorder.payment AS own ON own.payment_id = f.payment_id
                               WHERE f.refund_id = $1))
        """

    let refundID: UUID
    let gatewayRefundID: String

    var bindings: [any Bindable] { [refundID, gatewayRefundID] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Bool { try row.next() }
}
