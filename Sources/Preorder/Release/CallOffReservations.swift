import Foundation
import Outbox
import Postgres

/// Everybody who reserved a cancelled game gets back what they gave, and is told.
///
/// What is paid is refunded, gifts included, without a time limit; what is not is withdrawn, and a
/// charge that turns out to have applied is reversed. A refund under way goes on.
enum CallOffReservations {
    /// Calls off at most `limit` reservations of a game, in id order after `last`, in one
    /// transaction.
    static func run(
        of gameID: UUID,
        after last: UUID?,
        asOf: Timestamp?,
        limit: Int,
        on connection: Connection
    ) async throws -> SweepReleases.Step {
        let step = try await connection.transaction { tx in
            let now = try tx.only(ReadInstant(asOf: asOf))
            let standing = try tx.query(
                LockStanding(gameID: gameID, after: last ?? .first, limit: limit)
            )
            // Statements of their own: what the locks came upon is visible only to them.
            let locked = try tx.query(LockRefundables(reservationIDs: standing))
                .map { $0.at(now) }
            let busy = try inHand(locked, in: tx)
            let found = locked.filter { !busy.contains($0.reservationID) }
            var step = SweepReleases.Step(found: standing.count, last: standing.last)
            step.result.withdrawn = try withdraw(found.filter { !$0.isPaid }, in: tx)
            step.result.refunds = try refund(found.filter(\.isPaid), in: tx)
            CrashPoint.reach("releases:cancel:before-commit")
            return step
        }
        CrashPoint.reach("releases:cancel:after-commit")
        return step
    }

    /// Those of which a drain has a message in hand at this moment: they are left for the next run,
    /// because to wait for one drain with the messages of another in hand would be a deadlock.
    private static func inHand(
        _ founds: [Refundable],
        in tx: borrowing Transaction
    ) throws(PostgresError) -> Set<UUID> {
        let charges = founds.filter { !$0.isPaid }.compactMap(\.charge)
        let touched = try tx.lockUntouched(charges, channel: "payments")
        return try tx.creditedNow(founds.filter(\.isPaid))
            .union(charges.filter { touched.contains($0.messageID) }.map(\.key))
    }

    /// Withdraws what is not paid; who may have been charged is told at once, the others by the
    /// mail that the payment failed.
    private static func withdraw(
        _ founds: [Refundable],
        in tx: borrowing Transaction
    ) throws -> Int {
        guard let now = founds.first?.now else { return 0 }
        let open = try tx.withdraw(founds, because: .gameCancelled, by: "system")
        try tx.writeAndTell(
            try founds.filter { open.contains($0.reservationID) }.map { try $0.cancelledMail() },
            at: now
        )
        return founds.count
    }

    /// Opens the refunds of what is paid.
    private static func refund(
        _ founds: [Refundable],
        in tx: borrowing Transaction
    ) throws -> Int {
        guard let now = founds.first?.now else { return 0 }
        let gifts = founds.filter(\.isGift).map { ($0.reservationID, GiftEvent.gameCancelled) }
        let moves = try tx.moveGifts(Dictionary(uniqueKeysWithValues: gifts), at: now).moves
        let revoked = Set(moves.map(\.gift.reservationID))
        let owed = founds.filter { !$0.isGift || revoked.contains($0.reservationID) }
        let refundIDs = try tx.openRefunds(owed.map { ($0, .gameCancelled) }, by: "system")
        try tx.writeAndTell(
            try owed.map { try $0.cancelledMail(refundIDs[$0.reservationID]) },
            at: now
        )
        return owed.count
    }
}

extension Refundable {
    /// Whether its payment is complete, so that it is to be refunded.
    fileprivate var isPaid: Bool { paymentStatus == .completed }

    /// The mail to who paid that the game was cancelled.
    fileprivate func cancelledMail(_ refundID: UUID? = nil) throws -> MessageDraft {
        var payload = MessagePayload()
        payload.reservationID = reservationID
        payload.paymentID = paymentID
        payload.refundID = refundID
        return MessageDraft(
            channel: "mail",
            kind: "game_cancelled",
            key: reservationID,
            payload: try payload.json()
        )
    }
}

/// Reservations of a game that are neither given back nor on their way there, locked, in id order;
/// those that somebody holds are passed over.
struct LockStanding: Statement {
    static let sql = """
        SELECT reservation_id FROM preorder.reservation
        WHERE game_id = $1
          AND status IN ('awaiting_payment', 'pending', 'reserved', 'released')
          AND reservation_id > $2
        ORDER BY reservation_id LIMIT $3
        FOR UPDATE SKIP LOCKED
        """

    let gameID: UUID
    let last: UUID
    let limit: Int

    init(gameID: UUID, after last: UUID, limit: Int) {
        self.gameID = gameID
        self.last = last
        self.limit = limit
    }

    var bindings: [any Bindable] { [gameID, last, limit] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> UUID { try row.next() }
}
