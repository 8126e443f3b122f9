import Foundation
import HTTPTypes
import Postgres
import Preorder

/// What became of webhooks to a member's endpoint, and having one told again (A12).
enum DeliveryRoutes {
    private static let path = "/v1/webhook-endpoints/{endpoint_id}/deliveries"

    static let all: [Route] = [
        .member(.get, path, [.unknownEndpoint]) { call, member in
            var query = try call.query()
            let limit = try query.limit()
            let last = try query.cursor()?.number()
            try query.end()
            let id = try call.id("endpoint_id", or: .unknownEndpoint)
            let endpoints = try await call.rows(of: ReadEndpoints(memberID: member.memberID))
            guard endpoints.contains(where: { $0.endpointID == id }) else {
                throw Problem(.unknownEndpoint)
            }
            let deliveries = try await call.rows(
                of: ReadDeliveries(
                    endpointID: id,
                    memberID: member.memberID,
                    before: last,
                    limit: limit
                )
            )
            let end = deliveries.count < limit ? nil : deliveries.last
            return Answer(
                .page(deliveries.map(\.json), next: end.map { Cursor($0.messageID).text })
            )
        },
        .member(
            .post,
            path + "/{message_id}/redelivery",
            [.unknownEndpoint, .unknownDelivery, .deliveryPending, .endpointDisabled]
        ) { call, member in
            let id = try call.id("endpoint_id", or: .unknownEndpoint)
            let messageID = try call.number("message_id", or: .unknownDelivery)
            try call.fields().end()
            return try await call.once { tx in
                try RedeliverWebhook()(messageID, to: id, of: member.memberID, in: tx)
                return KeptAnswer(
                    .accepted,
                    at: "/v1/webhook-endpoints/\(id.uuidString.lowercased())/deliveries",
                    ["message_id": .integer(messageID)]
                )
            }
        },
    ]
}

extension WebhookDelivery {
    fileprivate var json: JSON {
        [
            "message_id": .integer(messageID),
            "webhook_id": .string("evt_" + eventID.uuidString.lowercased()),
            "type": .optional(event) { .string($0.type) },
            "created_at": .instant(createdAt), "state": .string(state.rawValue),
            "attempts": .integer(Int64(attempts)),
            "last_outcome": .optional(lastOutcome, JSON.string),
            "last_status": .optional(lastStatus) { .integer(Int64($0)) },
            "last_tried_at": .optional(lastTriedAt, JSON.instant),
            "next_try_at": .optional(nextTryAt, JSON.instant),
            "delivered_at": .optional(deliveredAt, JSON.instant),
            "redelivered_at": .optional(redeliveredAt, JSON.instant),
        ]
    }
}
