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
        let policies = policies
        guard request.method?.isMethodName ?? true else { return .refused(.methodNotSupported) }
        do {
            return .reserved(
                try await connection.transaction { tx in
                    try Self.reserve(request, policies, in: tx)
                }
            )
        } catch let refusal as ReserveRefusal {
            return .refused(refusal)
        } catch PostgresError.server(let error)
            where error.constraint == "reservation_one_active"
        {
            return .refused(.alreadyReserved)
        } catch PostgresError.server(let error) where error.constraint == "gift_one_open" {
            return .refused(.alreadyGiven)
        }
    }

    private static func reserve(
        _ request: ReserveRequest,
        _ policies: DiscountPolicies,
        in tx: borrowing Transaction
    ) throws -> ReserveReceipt {
        let found = try tx.first(
            ReadReserveFacts(
                memberID: request.memberID,
                gameID: request.gameID,
                method: request.method
            )
        )
        guard let facts = found else { throw try absence(request, in: tx) }
        let decision = try ReserveDecision(request, facts, policies)
        if let wish = request.gift { try check(wish, request, in: tx) }
        let draft = ReservationDraft(request, facts, decision)
        try tx.execute(InsertReservation(draft: draft))
        if let wish = request.gift, let giftID = draft.giftID {
            try tx.execute(InsertGift(giftID: giftID, wish: wish, draft: draft))
        }
        if decision.points > 0 { try holdPoints(draft, facts, in: tx) }
        try tx.write(try draft.messages(), at: facts.now)
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
