import Foundation
import HTTPTypes
import Postgres
import Preorder

/// Gifts sent and received, and what their members do with them (B2–B7, B10).
enum GiftRoutes {
    static let all: [Route] = [
        .member(.get, "/v1/gifts") { call, member in
            var query = try call.query()
            let limit = try query.limit()
            let text = query.text("part")
            guard let part = text.flatMap(GiftPart.init) else {
                throw Problem.malformedParameter("part", "must be sender or recipient")
            }
            let after = try query.cursor()?.id()
            try query.end()
            let gifts = try await call.rows(
                of: ReadGifts(
                    memberID: member.memberID,
                    as: part,
                    language: call.language(of: member),
                    after: after,
                    limit: limit
                )
            )
            let last = gifts.count < limit ? nil : gifts.last
            return Answer(.page(gifts.map(\.json), next: last.map { Cursor($0.giftID).text }))
        },
        .member(.get, "/v1/gifts/{gift_id}", [.unknownGift]) { call, member in
            try call.noQuery()
            let id = try call.id("gift_id", or: .unknownGift)
            let found = try await call.row(
                of: ReadGift(
                    giftID: id,
                    memberID: member.memberID,
                    language: call.language(of: member)
                )
            )
            guard let found else { throw Problem(.unknownGift) }
            return Answer(found.json)
        },
        answer("acceptance", [.giftClosed, .alreadyOwned]) { id, member, trace, tx in
            try Gifts().accept(id, by: member, traceparent: trace, in: tx)
        },
        answer("decline", [.giftClosed]) { id, member, trace, tx in
            try Gifts().decline(id, by: member, traceparent: trace, in: tx)
        },
        answer("cancellation", [.giftClosed]) { id, member, trace, tx in
            try Gifts().cancel(id, by: member, traceparent: trace, in: tx)
        },
        .member(
            .post,
            "/v1/gifts/{gift_id}/refund",
            [.unknownGift, .notPaid, .nothingToRefund, .isGift, .giftAccepted]
        ) { call, member in
            let id = try call.id("gift_id", or: .unknownGift)
            try call.fields().end()
            let traceparent = call.trace.traceparent
            return try await call.once { tx in
                do {
                    let refundID = try Gifts().refund(
                        id,
                        by: member.memberID,
                        traceparent: traceparent,
                        in: tx
                    )
                    return RefundRoutes.accepted(refundID, at: "/v1/refunds")
                } catch RefundRefusal.unknownReservation {
                    throw Problem(.unknownGift)
                }
            }
        },
    ]

    /// Something that one of the two does with a gift that is open.
    ///
    /// Whoever comes too late is told what it is; an acceptance that finds its time over makes it
    /// expire, which is an answer like any other.
    private static func answer(
        _ name: String,
        _ problems: [ProblemKind],
        _ act:
            @escaping @Sendable (UUID, UUID, String, borrowing Transaction) throws -> GiftOutcome
    ) -> Route {
        .member(
            .post,
            "/v1/gifts/{gift_id}/\(name)",
            [.unknownGift] + problems
        ) { call, member in
            let id = try call.id("gift_id", or: .unknownGift)
            try call.fields().end()
            let traceparent = call.trace.traceparent
            return try await call.once { tx in
                switch try act(id, member.memberID, traceparent, tx) {
                case .became(let status, let refundID):
                    return KeptAnswer(.ok, at: nil, GiftState.json(id, status, refundID))
                case .was(let status, let refundID):
                    throw Problem(
                        .giftClosed,
                        [
                            "gift_status": .string(status.rawValue),
                            "refund_id": .optional(refundID, JSON.id),
                        ]
                    )
                case .refused(let refusal): throw refusal.problem
                }
            }
        }
    }
}

extension GiftState {
    /// The gift as the reader sees it.
    var json: JSON {
        [
            "gift_id": .id(giftID), "reservation_id": .optional(reservationID, JSON.id),
            "game_id": .id(gameID), "title": .string(title), "part": .string(part.rawValue),
            "other_member_id": .id(otherID),
            "other_member_name": .optional(otherName, JSON.string),
            "status": .string(status.rawValue), "message": .optional(message, JSON.string),
            "offered_at": .optional(offeredAt, JSON.instant),
            "expires_at": .optional(expiresAt, JSON.instant),
            "closed_at": .optional(closedAt, JSON.instant),
            "refund_id": .optional(refundID, JSON.id),
            "refund_status": .optional(refundStatus) { .string($0.rawValue) },
        ]
    }

    /// What became of a gift.
    fileprivate static func json(_ id: UUID, _ status: GiftStatus, _ refundID: UUID?) -> JSON {
        [
            "gift_id": .id(id), "status": .string(status.rawValue),
            "refund_id": .optional(refundID, JSON.id),
        ]
    }
}
