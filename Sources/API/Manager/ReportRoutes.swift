import Foundation
import HTTPTypes
import Preorder

/// What the reports say of a manager's country; read only.
enum ReportRoutes {
    private static let path = "/v1/manager/reports"

    static let all: [Route] = [
        .manager(.get, path + "/reservations") { call, manager in
            let (statement, limit) = try reservations(of: call, manager)
            let rows = try await call.rows(of: statement)
            let last = rows.count < limit ? nil : rows.last
            let next = last.map { Cursor($0.createdAt, $0.reservationID).text }
            return Answer(.page(rows.map(\.json), next: next))
        },
        .manager(.get, path + "/gifts") { call, manager in
            let (statement, limit) = try gifts(of: call, manager)
            let rows = try await call.rows(of: statement)
            let last = rows.count < limit ? nil : rows.last
            return Answer(.page(rows.map(\.json), next: last.map { Cursor($0.giftID).text }))
        },
        .manager(.get, path + "/daily-sales") { call, manager in
            let (statement, limit) = try sales(of: call, manager)
            let rows = try await call.rows(of: statement)
            let last = rows.count < limit ? nil : rows.last
            let next = last.map {
                Cursor(parts: $0.day, $0.currency, $0.gameID.uuidString.lowercased()).text
            }
            return Answer(.page(rows.map(\.json), next: next))
        },
    ]

    private static func reservations(
        of call: Call,
        _ manager: Manager
    ) throws(Problem) -> (LookUpReservations, limit: Int) {
        var query = try call.query()
        let (memberID, gameID) = (try query.id("member_id"), try query.id("game_id"))
        let status = query.text("status")
        if let status, ReservationStatus(rawValue: status) == nil {
            throw .malformedParameter("status", "is no status of a reservation")
        }
        let after = try query.cursor()?.instantAndID()
        let limit = try query.limit()
        try query.end()
        let statement = LookUpReservations(
            country: manager.country,
            memberID: memberID,
            gameID: gameID,
            status: status,
            after: after.map { (createdAt: $0.instant, reservationID: $0.id) },
            limit: limit
        )
        return (statement, limit)
    }

    private static func gifts(
        of call: Call,
        _ manager: Manager
    ) throws(Problem) -> (LookUpGifts, limit: Int) {
        var query = try call.query()
        let (memberID, gameID) = (try query.id("member_id"), try query.id("game_id"))
        let text = query.text("status")
        let status = text.flatMap(GiftStatus.init)
        if text != nil, status == nil {
            throw .malformedParameter("status", "is no status of a gift")
        }
        let after = try query.cursor()?.id()
        let limit = try query.limit()
        try query.end()
        let statement = LookUpGifts(
            country: manager.country,
            memberID: memberID,
            gameID: gameID,
            status: status,
            after: after,
            limit: limit
        )
        return (statement, limit)
    }

    private static func sales(
        of call: Call,
        _ manager: Manager
    ) throws(Problem) -> (LookUpSales, limit: Int) {
        var query = try call.query()
        let (first, last) = (try query.day("from"), try query.day("to"))
        let after = try place(try query.cursor())
        let limit = try query.limit()
        try query.end()
        let statement = LookUpSales(
            country: manager.country,
            first: first,
            last: last,
            after: after,
            limit: limit
        )
        return (statement, limit)
    }

    private static func place(_ cursor: Cursor?) throws(Problem) -> LookUpSales.Place? {
        guard let keys = try cursor?.keys(3) else { return nil }
        guard Query.isDay(keys[0]), let gameID = UUID(uuidString: keys[2]) else {
            throw Cursor.malformed
        }
        return LookUpSales.Place(day: keys[0], currency: keys[1], gameID: gameID)
    }
}

extension ReportedReservation {
    fileprivate var json: JSON {
        [
            "reservation_id": .id(reservationID), "member_id": .id(memberID),
            "owner_id": .optional(ownerID, JSON.id), "game_id": .id(gameID),
            "currency": .string(currency), "list_minor": .integer(listMinor),
            "discount_minor": .integer(discountMinor), "points_used": .integer(pointsUsed),
            "charged_minor": .integer(chargedMinor),
            "refunded_minor": .integer(refundedMinor), "status": .string(status),
            "is_gift": .bool(isGift), "created_at": .instant(createdAt),
            "reserved_at": .optional(reservedAt, JSON.instant),
            "payment_id": .optional(paymentID, JSON.id),
            "payment_status": .optional(paymentStatus, JSON.string),
            "failure_reason": .optional(failureReason, JSON.string),
        ]
    }
}

extension ReportedGift {
    fileprivate var json: JSON {
        [
            "gift_id": .id(giftID), "reservation_id": .id(reservationID),
            "sender_id": .id(senderID), "recipient_id": .id(recipientID), "game_id": .id(gameID),
            "status": .string(status), "offered_at": .optional(offeredAt, JSON.instant),
            "expires_at": .optional(expiresAt, JSON.instant),
            "closed_at": .optional(closedAt, JSON.instant),
            "refund_status": .optional(refundStatus, JSON.string),
            "refunded_at": .optional(refundedAt, JSON.instant),
        ]
    }
}

extension ReportedSales {
    fileprivate var json: JSON {
        [
            "day": .string(day), "currency": .string(currency), "game_id": .id(gameID),
            "reservations": .integer(reservations), "gifts": .integer(gifts),
            "gross_minor": .integer(grossMinor), "discount_minor": .integer(discountMinor),
            "points_minor": .integer(pointsMinor), "charged_minor": .integer(chargedMinor),
            "refunded_minor": .integer(refundedMinor),
        ]
    }
}
