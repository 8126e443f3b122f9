import Foundation
import HTTPTypes
import Postgres
import Preorder

/// Asking for a refund and following it (A11).
enum RefundRoutes {
    static let all: [Route] = [
        .member(
            .post,
            "/v1/refunds",
            [.unknownReservation, .notPaid, .nothingToRefund, .isGift, .giftAccepted, .tooLate]
        ) { call, member in
            var fields = try call.fields()
            let reservationID = try fields.id("reservation_id")
            try fields.end()
            let traceparent = call.trace.traceparent
            return try await call.once { tx in
                let id = try RequestRefund()(
                    reservationID: reservationID,
                    by: .member(member.memberID),
                    traceparent: traceparent,
                    in: tx
                )
                return accepted(id, at: "/v1/refunds")
            }
        },
        .member(
            .get,
            "/v1/reservations/{reservation_id}/refund-quote",
            [.unknownReservation, .notPaid, .nothingToRefund, .isGift, .giftAccepted, .tooLate]
        ) { call, member in
            try call.noQuery()
            let id = try call.id("reservation_id", or: .unknownReservation)
            let answer = try await call.store.pool.withConnection { connection in
                try await QuoteRefund()(
                    reservationID: id,
                    memberID: member.memberID,
                    on: connection
                )
            }
            return Answer(answer.json)
        },
        .member(.get, "/v1/refunds/{refund_id}", [.unknownRefund]) { call, member in
            try call.noQuery()
            let id = try call.id("refund_id", or: .unknownRefund)
            let found = try await call.row(of: ReadRefund(refundID: id, memberID: member.memberID))
            guard let found else { throw Problem(.unknownRefund) }
            return Answer(found.json)
        },
    ]

    /// A refund that is carried out later, to be followed below `path`.
    static func accepted(_ id: UUID, at path: String) -> KeptAnswer {
        KeptAnswer(
            .accepted,
            at: "\(path)/\(id.uuidString.lowercased())",
            ["refund_id": .id(id)]
        )
    }
}

extension QuoteRefund.Answer {
    var json: JSON {
        [
            "cash": .money(cash), "points_restored": .integer(quote.pointsRestored),
            "points_clawed_back": .integer(quote.pointsClawedBack),
            "points_deducted": .integer(quote.pointsDeducted),
            "points_written_off": .integer(quote.pointsWrittenOff),
        ]
    }
}
