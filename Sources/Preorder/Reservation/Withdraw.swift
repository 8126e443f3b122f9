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
        traceparent: String? = nil,
        on connection: Connection
    ) async throws -> WithdrawOutcome {
        try await connection.transaction { tx in
            try self(
                reservationID: reservationID,
                memberID: memberID,
                traceparent: traceparent,
                in: tx
            )
        }
    }

    /// The same inside a transaction of the caller's; `traceparent` is the request's W3C trace
    /// context.
    public func callAsFunction(
        reservationID: UUID,
        memberID: UUID,
        traceparent: String? = nil,
        in tx: borrowing Transaction
    ) throws -> WithdrawOutcome {
        guard
            let found = try tx.first(
                LockRefundable(reservationID: reservationID, memberID: memberID)
            )
        else { return .unknownReservation }
        switch found.status {
        case .awaitingPayment, .pending:
            try tx.noteTrace(traceparent, of: reservationID)
            return try tx.withdraw(found, by: "member")
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
        try withdraw([found], because: .withdrawn, by: withdrawnBy).isEmpty
            ? .withdrawn : .withdrawing
    }

    /// Cancels unpaid reservations whose rows are locked; returns those whose charge is open, to be
    /// given back should it turn out to have applied.
    ///
    /// A payment that the gateway knows can be charged until the gateway says that it cannot. Of
    /// more than one, no drain may be touching the charge: see `voidUnsent`.
    borrowing func withdraw(
        _ founds: [Refundable],
        because reason: FailureReason,
        by withdrawnBy: String
    ) throws -> Set<UUID> {
        guard let now = founds.first?.now else { return [] }
        let void = Set(
            try voidUnsent(
                founds.compactMap(\.charge),
                channel: "payments",
                reason: reason.rawValue,
                by: withdrawnBy,
                at: now
            )
        )
        let calledOff = founds.filter { found in
            guard let charge = found.chargeMessageID else { return true }
            return void.contains(charge)
        }
        _ = try settleCharges(
            calledOff.map {
                ChargeFinding(paymentID: $0.paymentID, messageID: nil, event: .failed(reason))
            },
            at: now
        )
        let open = Set(founds.map(\.reservationID)).subtracting(calledOff.map(\.reservationID))
        try cancel(founds.filter { open.contains($0.reservationID) }, at: now)
        return open
    }

    /// Cancels reservations whose charge is open.
    private borrowing func cancel(_ founds: [Refundable], at now: Timestamp) throws {
        guard !founds.isEmpty else { return }
        let ids = founds.map(\.reservationID)
        try execute(MarkWithdrawn(paymentIDs: founds.map(\.paymentID), now: now))
        try execute(
            MoveReservations(
                reservationIDs: ids,
                statuses: ids.map { _ in .cancelled },
                now: now
            )
        )
        let gifts = founds.filter(\.isGift).map { ($0.reservationID, GiftEvent.unpaid) }
        try settleGifts(Dictionary(uniqueKeysWithValues: gifts), at: now)
        let reports = try ids.map { id in
            var payload = MessagePayload()
            payload.reservationID = id
            return MessageDraft(
                channel: "reports",
                kind: "reservation",
                key: id,
                payload: try payload.json()
            )
        }
        try writeAndTell(reports, at: now)
    }
}

/// Notes that open charges must not go on; one row each.
struct MarkWithdrawn: Statement {
    static let sql = "UPDATE preorder.payment SET withdrawn_at = $2 WHERE payment_id = ANY ($1)"

    let paymentIDs: [UUID]
    let now: Timestamp

    var bindings: [any Bindable] { [paymentIDs, now] }
}
