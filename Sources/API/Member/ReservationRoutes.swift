import Foundation
import HTTPTypes
import Postgres
import Preorder

/// Reserving a game, and thinking better of it (A4a–A6).
enum ReservationRoutes {
    static let all: [Route] = [
        .member(
            .post,
            "/v1/reservations",
            [
                .unknownGame, .gameCancelled, .notOnSale, .alreadyReserved, .priceChanged,
                .methodNotSupported, .methodRequired, .nothingToCharge, .pointsOutOfRange,
                .notEnoughPoints, .pointsLeaveRemainder, .giftToOneself, .unknownRecipient,
                .notSoldToRecipient, .recipientHasGame, .alreadyGiven, .malformedGiftMessage,
            ]
        ) { call, member in
            let request = try request(of: call, member)
            return try await call.once { tx in
                let receipt = try Reserve()(request, in: tx)
                return KeptAnswer(.created, at: path(of: receipt), receipt.json)
            }
        },
        .member(.get, "/v1/reservations/{reservation_id}", [.unknownReservation]) { call, member in
            try call.noQuery()
            let id = try call.id("reservation_id", or: .unknownReservation)
            let found = try await call.row(
                of: ReadReservation(reservationID: id, memberID: member.memberID)
            )
            guard let found else { throw Problem(.unknownReservation) }
            return Answer(found.json)
        },
        .member(
            .delete,
            "/v1/reservations/{reservation_id}",
            [.unknownReservation, .alreadyPaid]
        ) { call, member in
            try call.noQuery()
            let id = try call.id("reservation_id", or: .unknownReservation)
            let outcome = try await call.store.pool.withConnection { connection in
                try await Withdraw()(
                    reservationID: id,
                    memberID: member.memberID,
                    traceparent: call.trace.traceparent,
                    on: connection
                )
            }
            switch outcome {
            case .withdrawn: return Answer(["status": "withdrawn"])
            case .withdrawing: return Answer(.accepted, ["status": "withdrawing"])
            case .unknownReservation: throw Problem(.unknownReservation)
            case .paid: throw Problem(.alreadyPaid)
            }
        },
    ]

    private static func request(
        of call: Call,
        _ member: MemberStanding
    ) throws(Problem) -> ReserveRequest {
        var fields = try call.fields()
        let gameID = try fields.id("game_id")
        let method = try fields.optionalString("method", characters: 1...31)
        let points = try fields.integer("points", default: 0)
        let shown = try fields.money("shown")
        var gift: GiftWish?
        if let members = try fields.object("gift") { gift = try wish(members) }
        try fields.end()
        var request = ReserveRequest(
            memberID: member.memberID,
            gameID: gameID,
            method: method,
            points: points,
            shown: shown,
            traceparent: call.trace.traceparent
        )
        request.gift = gift
        return request
    }

    private static func wish(_ fields: Fields) throws(Problem) -> GiftWish {
        var fields = fields
        let recipientID = try fields.id("recipient_id")
        let message = try fields.optionalString("message", characters: 0...10_000)
        try fields.end()
        return GiftWish(recipientID: recipientID, message: message)
    }

    private static func path(of receipt: ReserveReceipt) -> String {
        "/v1/reservations/\(receipt.reservationID.uuidString.lowercased())"
    }
}
