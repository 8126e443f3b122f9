public import Foundation
public import Postgres

/// What members do with gifts: the recipient accepts or declines, the sender cancels.
///
/// Whoever comes first wins, the sweep that expires gifts included; the others are told what the
/// gift is now.
public struct Gifts: Sendable {
    /// The verbs.
    public init() {}

    /// The game becomes the recipient's; from `expires_at` on, the gift expires instead.
    ///
    /// - Throws: `PostgresError`; after `commitUnknown` ask again.
    public func accept(
        _ giftID: UUID,
        by recipientID: UUID,
        on connection: Connection
    ) async throws -> GiftOutcome {
        do {
            return try await connection.transaction { tx in
                try accept(giftID, by: recipientID, in: tx)
            }
        } catch let refusal as GiftRefusal {
            return .refused(refusal)
        }
    }

    /// The same inside a transaction of the caller's; `traceparent` is the request's W3C trace
    /// context.
    ///
    /// - Throws: `GiftRefusal.alreadyOwned`, after which the transaction must be rolled back;
    ///   `PostgresError`.
    public func accept(
        _ giftID: UUID,
        by recipientID: UUID,
        traceparent: String? = nil,
        in tx: borrowing Transaction
    ) throws -> GiftOutcome {
        try answer(giftID, .recipient, recipientID, .accept, traceparent, in: tx)
    }

    /// The recipient does not want it: the sender's refund starts at once.
    ///
    /// - Throws: `PostgresError`; after `commitUnknown` ask again.
    public func decline(
        _ giftID: UUID,
        by recipientID: UUID,
        on connection: Connection
    ) async throws -> GiftOutcome {
        try await connection.transaction { tx in try decline(giftID, by: recipientID, in: tx) }
    }

    /// The same inside a transaction of the caller's; `traceparent` is the request's W3C trace
    /// context.
    ///
    /// - Throws: `PostgresError`.
    public func decline(
        _ giftID: UUID,
        by recipientID: UUID,
        traceparent: String? = nil,
        in tx: borrowing Transaction
    ) throws -> GiftOutcome {
        try answer(giftID, .recipient, recipientID, .decline, traceparent, in: tx)
    }

    /// The sender takes it back: the refund starts at once, or a payment without a verdict is
    /// withdrawn.
    ///
    /// - Throws: `PostgresError`; after `commitUnknown` ask again.
    public func cancel(
        _ giftID: UUID,
        by senderID: UUID,
        on connection: Connection
    ) async throws -> GiftOutcome {
        try await connection.transaction { tx in try cancel(giftID, by: senderID, in: tx) }
    }

    /// The same inside a transaction of the caller's; `traceparent` is the request's W3C trace
    /// context.
    ///
    /// - Throws: `PostgresError`.
    public func cancel(
        _ giftID: UUID,
        by senderID: UUID,
        traceparent: String? = nil,
        in tx: borrowing Transaction
    ) throws -> GiftOutcome {
        try answer(giftID, .sender, senderID, .cancel, traceparent, in: tx)
    }

    /// The sender asks for the refund of a gift that was declined, taken back or has expired: told
    /// of the one that was opened then, however often they ask.
    ///
    /// An open gift is cancelled instead; one that was accepted is refunded to nobody.
    ///
    /// - Throws: `PostgresError`; after `commitUnknown` ask again.
    public func refund(
        _ giftID: UUID,
        by senderID: UUID,
        on connection: Connection
    ) async throws -> RefundOutcome {
        do {
            return .accepted(
                try await connection.transaction { tx in
                    try refund(giftID, by: senderID, in: tx)
                }
            )
        } catch let refusal as RefundRefusal {
            return .refused(refusal)
        }
    }

    /// The same inside a transaction of the caller's; `traceparent` is the request's W3C trace
    /// context.
    ///
    /// - Returns: the refund's id.
    /// - Throws: `RefundRefusal`, after which nothing has been written; `PostgresError`.
    public func refund(
        _ giftID: UUID,
        by senderID: UUID,
        traceparent: String? = nil,
        in tx: borrowing Transaction
    ) throws -> UUID {
        let gift = FindGift(giftID: giftID, memberID: senderID, part: .sender)
        guard let reservationID = try tx.first(gift) else {
            throw RefundRefusal.unknownReservation
        }
        return try RequestRefund()(
            reservationID: reservationID,
            by: .member(senderID),
            traceparent: traceparent,
            in: tx
        )
    }

    private func answer(
        _ giftID: UUID,
        _ part: GiftPart,
        _ memberID: UUID,
        _ event: GiftEvent,
        _ traceparent: String?,
        in tx: borrowing Transaction
    ) throws -> GiftOutcome {
        let gift = FindGift(giftID: giftID, memberID: memberID, part: part)
        guard let reservationID = try tx.first(gift),
            let found = try tx.first(LockRefundable(reservationID: reservationID, memberID: nil))
        else { return .refused(.unknownGift) }
        return try Self.settle(found, event, part, traceparent, in: tx)
    }

    private static func settle(
        _ found: Refundable,
        _ event: GiftEvent,
        _ part: GiftPart,
        _ traceparent: String?,
        in tx: borrowing Transaction
    ) throws -> GiftOutcome {
        let id = found.reservationID
        let settled = try tx.settleGifts(
            [id: event],
            of: [found],
            by: part.rawValue,
            traceparent: traceparent,
            at: found.now
        )
        if let move = settled.moves.first {
            return .became(move.step.status, refundID: settled.refundIDs[id])
        }
        guard let gift = settled.gifts.first else { return .refused(.unknownGift) }
        guard event == .cancel, gift.status == .awaitingPayment else {
            return .was(gift.status, refundID: try tx.first(FindRefund(reservationID: id)))
        }
        try tx.noteTrace(traceparent, of: id)
        _ = try tx.withdraw(found, by: part.rawValue)
        return .became(.void, refundID: nil)
    }
}

/// The part that a member has in a gift.
public enum GiftPart: String, Sendable, CaseIterable, Codable {
    /// Gives it.
    case sender

    /// May accept it.
    case recipient
}

/// What came of an answer to a gift.
public enum GiftOutcome: Hashable, Sendable {
    /// This answer won: what the gift is now, and the sender's refund where money goes back.
    ///
    /// An acceptance that came too late made it expire.
    case became(GiftStatus, refundID: UUID?)

    /// Somebody, perhaps this member, was there before: what it is, and the sender's refund.
    /// Nothing was written.
    case was(GiftStatus, refundID: UUID?)

    /// Nothing was written.
    case refused(GiftRefusal)
}

/// Why an answer to a gift was refused; nothing was written.
public enum GiftRefusal: Error, Hashable, Sendable {
    /// No such gift to or from this member.
    case unknownGift

    /// The recipient has come to own the game meanwhile; the gift stays open.
    case alreadyOwned
}

extension GiftRefusal: CustomStringConvertible {
    /// The stable code of the refusal and what would do.
    public var description: String {
        switch self {
        case .unknownGift: "unknown_gift: there is no such gift"
        case .alreadyOwned:
            "already_owned: the member has this game already; the gift stays open and can be "
                + "declined"
        }
    }
}
