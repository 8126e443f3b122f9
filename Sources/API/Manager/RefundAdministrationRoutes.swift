import Foundation
import HTTPTypes
import Postgres
import Preorder

/// Refunds that the staff ask for on a member's behalf (A11, C2).
enum RefundAdministrationRoutes {
    private static let path = "/v1/manager/refunds"

    static let all: [Route] = [
        .manager(
            .post,
            path,
            [
                .unknownReservation, .notPaid, .nothingToRefund, .giftAccepted, .tooLate,
                .unknownManager, .reasonUnreadable,
            ]
        ) { call, manager in
            var fields = try call.fields()
            let reservationID = try fields.id("reservation_id")
            let reason = try fields.string("reason")
            try fields.end()
            let traceparent = call.trace.traceparent
            let act = StaffAct(by: manager.staff, reason: reason)
            return try await call.once { tx in
                try request(reservationID, by: act, manager, traceparent, at: path, in: tx)
            }
        },
        .manager(.get, path) { call, manager in
            try call.noQuery()
            let refunds = try await call.rows(of: ReadDueRefunds(country: manager.country))
            return Answer(.page(refunds.map(\.json), next: nil))
        },
        .manager(.get, path + "/{refund_id}", [.unknownRefund]) { call, manager in
            try call.noQuery()
            let id = try call.id("refund_id", or: .unknownRefund)
            let found = try await call.row(
                of: ReadOfficeRefund(refundID: id, country: manager.country)
            )
            guard let found else { throw Problem(.unknownRefund) }
            return Answer(found.json)
        },
    ]

    /// Asks for a refund of what the manager's office sold, to be followed below `path`.
    ///
    /// - Throws: `unknown_reservation` for what another office sold; `RefundRefusal`.
    static func request(
        _ reservationID: UUID,
        by act: StaffAct,
        _ manager: Manager,
        _ traceparent: String?,
        at path: String,
        in tx: borrowing Transaction
    ) throws -> KeptAnswer {
        let office = try tx.first(ReadOffice(reservationID: reservationID))
        guard office == manager.country else { throw Problem(.unknownReservation) }
        let id = try RequestRefund()(
            reservationID: reservationID,
            by: .staff(act),
            traceparent: traceparent,
            in: tx
        )
        return RefundRoutes.accepted(id, at: path)
    }
}

extension DueRefund {
    fileprivate var json: JSON {
        [
            "refund_id": .id(refundID), "reservation_id": .id(reservationID),
            "member_id": .id(memberID), "amount": .money(amount),
            "requested_at": .instant(requestedAt), "due_on": .optional(dueOn, JSON.string),
            "days_left": .optional(daysLeft, JSON.integer), "state": .string(state),
            "failure_reason": .optional(failureReason, JSON.string),
        ]
    }
}
