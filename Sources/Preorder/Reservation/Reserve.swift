import Foundation
import Money
import Outbox
public import Postgres

/// Reserves games: one transaction locks the price, holds the points and writes reservation,
/// payment and messages.
public struct Reserve: Sendable {
    private let policies: DiscountPolicies

    /// With the discount policies that this program knows.
    public init(policies: DiscountPolicies = DiscountPolicies()) { self.policies = policies }

    /// Reserves, or says why not; then nothing was written.
    ///
    /// What points cover whole, or what is free, completes at once.
    ///
    /// - Throws: `PostgresError`; after `commitUnknown` ask for the member's reservation of the
    ///   game before trying again.
    public func callAsFunction(
        _ request: ReserveRequest,
        on connection: Connection
    ) async throws -> ReserveOutcome {
        do {
            return .reserved(try await connection.transaction { tx in try self(request, in: tx) })
        } catch let refusal as ReserveRefusal {
            return .refused(refusal)
        }
    }

    /// The same inside a transaction of the caller's.
    ///
    /// - Throws: `ReserveRefusal`, after which the transaction must be rolled back; `PostgresError`.
    public func callAsFunction(
        _ request: ReserveRequest,
        in tx: borrowing Transaction
    ) throws -> ReserveReceipt {
        guard request.method?.isMethodName ?? true else {
            throw ReserveRefusal.methodNotSupported
        }
        let found = try tx.first(
            ReadReserveFacts(
                memberID: request.memberID,
                gameID: request.gameID,
                method: request.method
            )
        )
        guard let facts = found else { throw try Self.absence(request, in: tx) }
        let decision = try ReserveDecision(request, facts, policies)
        if let wish = request.gift { try Self.check(wish, request, in: tx) }
        let draft = ReservationDraft(request, facts, decision)
        try tx.execute(
            InsertReservation(draft: draft),
            refusing: "reservation_one_active",
            as: ReserveRefusal.alreadyReserved
        )
        if let wish = request.gift, let giftID = draft.giftID {
            try tx.execute(
                InsertGift(giftID: giftID, wish: wish, draft: draft),
                refusing: "gift_one_open",
                as: ReserveRefusal.alreadyGiven
            )
        }
        if decision.points > 0 { try Self.holdPoints(draft, facts, in: tx) }
        try tx.writeAndTell(try draft.messages(), news: draft.news, at: facts.now)
        return draft.receipt
    }

    private static func check(
        _ wish: GiftWish,
        _ request: ReserveRequest,
        in tx: borrowing Transaction
    ) throws {
        try wish.check(from: request.memberID)
        let recipient = try tx.first(
            ReadRecipient(recipientID: wish.recipientID, gameID: request.gameID)
        )
        guard let recipient else { throw ReserveRefusal.unknownRecipient }
        try recipient.check()
    }

    private static func absence(
        _ request: ReserveRequest,
        in tx: borrowing Transaction
    ) throws(PostgresError) -> ReserveRefusal {
        let exists = try tx.only(MemberExists(memberID: request.memberID))
        return exists ? .unknownGame : .unknownMember
    }

    private static func holdPoints(
        _ draft: ReservationDraft,
        _ facts: ReserveFacts,
        in tx: borrowing Transaction
    ) throws {
        let memberID = draft.request.memberID
        let available = try tx.first(LockBalance(memberID: memberID)) ?? 0
        guard available >= draft.decision.points else {
            throw ReserveRefusal.notEnoughPoints(available: available)
        }
        let taken = try tx.only(
            HoldPoints(
                memberID: memberID,
                reservationID: draft.reservationID,
                points: draft.decision.points,
                now: facts.now
            )
        )
        guard taken == draft.decision.points else {
            // Lots that have lapsed still stand in the balance until the sweep expires them.
            throw ReserveRefusal.notEnoughPoints(available: taken)
        }
    }
}
