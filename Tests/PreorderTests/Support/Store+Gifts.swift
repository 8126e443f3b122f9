import Foundation
import Postgres
import Preorder
import Testing

/// A gift of the store's game, from one member to another.
struct Given: Sendable {
    let giftID: UUID
    let receipt: ReserveReceipt
    let senderID: UUID
    let recipientID: UUID
}

extension Store {
    /// A wish to give the game, by card with 800 points of the sender's.
    func wish(
        from senderID: UUID,
        to recipientID: UUID,
        message: String? = "생일 축하해!",
        points: Int64 = 0,
        game: UUID? = nil
    ) throws -> ReserveRequest {
        var request = try request(senderID, game: game, points: points)
        request.gift = GiftWish(recipientID: recipientID, message: message)
        return request
    }

    /// A gift whose payment was submitted and waits: 800 points used, 59,000 to be charged.
    func give(
        from sender: UUID? = nil,
        to recipient: UUID? = nil,
        points: Int64 = 800
    ) async throws -> Given {
        let senderID: UUID
        if let sender { senderID = sender } else { senderID = try await join() }
        let recipientID: UUID
        if let recipient { recipientID = recipient } else { recipientID = try await join() }
        if points > 0 { try await grant(points, to: senderID) }
        let receipt = try await reserve(try wish(from: senderID, to: recipientID, points: points))
        #expect(try await submit(receipt.paymentID, by: senderID) == .accepted(receipt.paymentID))
        return Given(
            giftID: try #require(receipt.giftID),
            receipt: receipt,
            senderID: senderID,
            recipientID: recipientID
        )
    }

    /// The same, charged at 12:05 and thus offered.
    func offer(from sender: UUID? = nil, to recipient: UUID? = nil) async throws -> Given {
        let given = try await give(from: sender, to: recipient)
        try await finish("charge", of: given.receipt.reservationID)
        try await settle(
            given.receipt.paymentID,
            .applied(gatewayPaymentID: "pay_\(given.giftID)")
        )
        return given
    }

    /// `gift|reservation|owner|payment` of a gift; `-` for no owner.
    func state(_ given: Given) async throws -> String {
        let rows = try await lines(
            """
            SELECT g.status, r.status,
                   CASE r.owner_id WHEN g.recipient_id THEN 'recipient' ELSE coalesce('somebody '
                       || r.owner_id, '-') END, p.status
            FROM preorder.gift AS g JOIN preorder.reservation AS r USING (reservation_id)
            JOIN preorder.payment AS p USING (reservation_id)
            WHERE g.gift_id = '\(given.giftID)'
            """
        )
        return try #require(rows.first)
    }

    /// The kinds of mail about a gift, in order, and who reads each.
    func giftMails(_ given: Given) async throws -> [String] {
        try await lines(
            """
            SELECT kind, CASE lower(payload ->> 'member_id') WHEN '\(given.senderID.lowercased)'
                         THEN 'sender' WHEN '\(given.recipientID.lowercased)' THEN 'recipient' END
            FROM outbox.message WHERE channel = 'mail'
              AND lower(payload ->> 'gift_id') = '\(given.giftID.lowercased)' ORDER BY id
            """
        ).map { $0.replacing("|", with: " to ") }
    }

    /// The refunds of a gift: `cause|status|cash|restored|clawed back|requested by`.
    func refunds(_ given: Given) async throws -> [String] {
        try await lines(
            """
            SELECT cause, status, cash_minor, points_restored, points_clawed_back, requested_by
            FROM preorder.refund WHERE reservation_id = '\(given.receipt.reservationID)'
            """
        )
    }

    /// Gifts that disagree with their reservation, their refund or their own history.
    func brokenGifts() async throws -> [String] {
        try await lines(
            """
            SELECT g.gift_id, g.status, r.status, f.cause
            FROM preorder.gift AS g JOIN preorder.reservation AS r USING (reservation_id)
            LEFT JOIN preorder.refund AS f USING (reservation_id)
            WHERE (g.status = 'accepted') <> (r.owner_id IS NOT DISTINCT FROM g.recipient_id)
               OR (r.owner_id IS NULL) <> (g.status <> 'accepted')
               OR (f.cause IS NOT NULL) <> (g.status IN ('declined', 'expired', 'cancelled'))
               OR f.cause <> 'gift_' || g.status
               OR (r.status IN ('refunding', 'refunded')) <> (f.cause IS NOT NULL)
            """
        )
    }
}

extension UUID {
    /// As JSON and PostgreSQL may write it.
    var lowercased: String { uuidString.lowercased() }
}
