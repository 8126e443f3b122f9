import Foundation
import Outbox
import Postgres
import Preorder
import Testing

extension Store {
    /// The sweep of releases, once.
    @discardableResult
    func sweepReleases(
        asOf: String? = nil,
        limit: Int = 100,
        on other: Connection? = nil
    ) async throws -> SweepReleases.Result {
        try await SweepReleases(limit: limit).run(
            asOf: try asOf.map { try Store.instant($0) },
            stop: StopSignal(),
            on: other ?? connection
        )
    }

    /// A reservation with 800 points used and 59,000 charged.
    func bought(by member: UUID? = nil) async throws -> (memberID: UUID, receipt: ReserveReceipt) {
        let memberID: UUID
        if let member { memberID = member } else { memberID = try await join() }
        try await grant(800, to: memberID)
        let receipt = try await reserve(try request(memberID, points: 800))
        #expect(try await submit(receipt.paymentID, by: memberID) == .accepted(receipt.paymentID))
        try await finish("charge", of: receipt.reservationID)
        try await settle(
            receipt.paymentID,
            .applied(gatewayPaymentID: "pay_\(receipt.paymentID)")
        )
        return (memberID, receipt)
    }

    /// A gift that its recipient accepted.
    func accepted() async throws -> Given {
        let given = try await offer()
        let outcome = try await Gifts().accept(
            given.giftID,
            by: given.recipientID,
            on: connection
        )
        #expect(outcome == .became(.accepted, refundID: nil))
        return given
    }

    /// `reservation|payment` of a reservation.
    func state(_ reservationID: UUID) async throws -> String {
        let rows = try await lines(
            """
            SELECT r.status, p.status FROM preorder.reservation AS r
            JOIN preorder.payment AS p USING (reservation_id)
            WHERE r.reservation_id = '\(reservationID)'
            """
        )
        return try #require(rows.first)
    }

    /// `cause|status|cash|points restored` of the refunds of a reservation.
    func refunds(of reservationID: UUID) async throws -> [String] {
        try await lines(
            """
            SELECT cause, status, cash_minor, points_restored FROM preorder.refund
            WHERE reservation_id = '\(reservationID)' ORDER BY requested_at, refund_id
            """
        )
    }

    /// The kinds of mail of a reservation, in order.
    func mails(of reservationID: UUID) async throws -> [String] {
        try await lines(
            """
            SELECT kind FROM outbox.message WHERE channel = 'mail' AND key = '\(reservationID)'
            ORDER BY id
            """
        )
    }

    /// Members to whom mails of a kind go, in the order written.
    func readers(of kind: String) async throws -> [String] {
        try await lines(
            """
            SELECT lower(payload ->> 'member_id') FROM outbox.message
            WHERE channel = 'mail' AND kind = '\(kind)' ORDER BY id
            """
        )
    }

    /// Cancels the store's game.
    func cancelGame() async throws {
        try await CancelGame(by: .bob)(gameID, on: connection).get()
    }
}
