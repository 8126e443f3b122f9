public import Foundation
import Outbox
public import Postgres

/// Withdraws a reservation that is not paid yet: a change of mind.
public struct Withdraw: Sendable {
    /// The verb.
    public init() {}

    /// Withdraws, or says why not; then nothing was written.
    ///
    /// A charge that nobody has begun with is called off at once: the payment fails and points come
    /// back. Otherwise the reservation is cancelled, and a charge that turns out to have applied is
    /// given back in full.
    ///
    /// - Throws: `PostgresError`; after `commitUnknown` read the payment's state.
    public func callAsFunction(
        reservationID: UUID,
        memberID: UUID,
        on connection: Connection
    ) async throws -> WithdrawOutcome {
        try await connection.transaction { tx in
            try self(reservationID: reservationID, memberID: memberID, in: tx)
        }
    }

    /// The same inside a transaction of the caller's.
    public func callAsFunction(
        reservationID: UUID,
        memberID: UUID,
        in tx: borrowing Transaction
    ) throws -> WithdrawOutcome {
        guard
            let found = try tx.first(
                LockRefundable(reservationID: reservationID, memberID: memberID)
            )
        else { return .unknownReservation }
        switch found.status {
        case .awaitingPayment, .pending: return try tx.withdraw(found, by: "member")
        case .cancelled: return .withdrawn
        case .reserved, .released, .refunding, .refunded: return .paid
        }
    }
}

/// What came of a withdrawal.
public enum WithdrawOutcome: Sendable, Hashable {
    /// Nothing was or will be charged.
    case withdrawn

    /// The reservation is cancelled; should its charge turn out to have applied, it is given back.
    case withdrawing

    /// No such reservation of this member.
    case unknownReservation

    /// It is paid: ask for a refund instead.
    case paid
}

extension Transaction {
    /// Cancels an unpaid reservation whose row is locked.
    borrowing func withdraw(
        _ found: Refundable,
        by withdrawnBy: String
    ) throws -> WithdrawOutcome {
        guard try callOff(found, by: withdrawnBy) else {
            try execute(MarkWithdrawn(paymentID: found.paymentID, now: found.now))
            try cancel(found)
            return .withdrawing
        }
        _ = try settleCharges(
            [
                ChargeFinding(
                    paymentID: found.paymentID,
                    messageID: nil,
                    event: .failed(.withdrawn)
                )
            ],
            at: found.now
        )
        return .withdrawn
    }

    /// Whether nothing can be charged any more: a payment that the gateway knows can be, until the
    /// gateway says that it cannot.
    private borrowing func callOff(
        _ found: Refundable,
        by withdrawnBy: String
    ) throws(PostgresError) -> Bool {
        guard let charge = found.chargeMessageID else { return true }
        guard !found.isKnownAtGateway else { return false }
        return try voidUnsent(
            [charge],
            channel: "payments",
            key: found.reservationID,
            reason: "withdrawn",
            by: withdrawnBy,
            at: found.now
        ) == [charge]
    }

    private borrowing func cancel(_ found: Refundable) throws {
        try execute(
            MoveReservations(
                reservationIDs: [found.reservationID],
                statuses: [.cancelled],
                now: found.now
            )
        )
        var payload = MessagePayload()
        payload.reservationID = found.reservationID
        let report = MessageDraft(
            channel: "reports",
            kind: "reservation",
            key: found.reservationID,
            payload: try payload.json()
        )
        try write([report], at: found.now)
    }
}

/// Notes that an open charge must not go on; one row.
struct MarkWithdrawn: Statement {
    static let sql = "UPDATE preorder.payment SET withdrawn_at = $2 WHERE payment_id = $1"

    let paymentID: UUID
    let now: Timestamp

    var bindings: [any Bindable] { [paymentID, now] }
}
