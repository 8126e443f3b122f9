import Foundation
import HTTPTypes
import Preorder

/// Discounts of a manager's country (A4).
enum DiscountRoutes {
    private static let path = "/v1/manager/discounts"

    static let all: [Route] = [
        .manager(.get, path) { call, manager in
            var query = try call.query()
            let gameID = try query.id("game_id")
            try query.end()
            let discounts = try await call.rows(
                of: ReadDiscounts(gameID: gameID, country: manager.country)
            )
            return Answer(.page(discounts.map(\.json), next: nil))
        },
        .manager(
            .post,
            path,
            [
                .unknownGame, .discountRefused, .discountOverlaps, .unknownManager,
                .unknownDiscount, .reasonUnreadable,
            ]
        ) { call, manager in
            let draft = try draft(of: call, manager)
            let answer = try await call.once { tx in
                let id = try Discounts().register(draft, in: tx)
                return KeptAnswer(.created, at: nil, ["discount_id": .id(id)])
            }
            await call.store.catalogue.drop()
            return answer
        },
        .manager(
            .post,
            path + "/{discount_id}/end",
            [.unknownDiscount, .discountOver, .unknownManager, .reasonUnreadable]
        ) { call, manager in
            let id = try call.id("discount_id", or: .unknownDiscount)
            var fields = try call.fields()
            let reason = try fields.string("reason")
            try fields.end()
            let answer = try await call.once { tx in
                try Discounts().end(id, by: manager.staff, reason: reason, in: tx)
                return KeptAnswer(.ok, at: nil, ["discount_id": .id(id)])
            }
            await call.store.catalogue.drop()
            return answer
        },
    ]

    private static func draft(
        of call: Call,
        _ manager: Manager
    ) throws(Problem) -> DiscountDraft {
        var fields = try call.fields()
        let draft = DiscountDraft(
            gameID: try fields.id("game_id"),
            country: manager.country,
            policy: try fields.string("policy", characters: 1...31),
            amount: try fields.integer("amount"),
            from: try fields.instant("from"),
            until: try fields.instant("until"),
            by: manager.staff,
            reason: try fields.string("reason")
        )
        try fields.end()
        return draft
    }
}

extension RegisteredDiscount {
    fileprivate var json: JSON {
        [
            "discount_id": .id(discountID), "game_id": .id(gameID), "policy": .string(policy),
            "amount": .integer(amount), "from": .optional(from, JSON.instant),
            "until": .optional(until, JSON.instant), "registered_by": .string(registeredBy),
            "registered_at": .instant(registeredAt), "reason": .string(reason),
            "ended_by": .optional(endedBy, JSON.string),
            "ended_at": .optional(endedAt, JSON.instant),
            "ended_reason": .optional(endedReason, JSON.string),
        ]
    }
}
