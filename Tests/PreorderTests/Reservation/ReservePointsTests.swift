import Foundation
import Money
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Points used for a reservation", .inTurn)
struct ReservePointsTests {
    @Test(
        "are refused when negative or more than the price, at the ends of Int64 as well",
        arguments: [-1, Int64.min, 59_801, Int64.max]
    )
    func range(points: Int64) async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(1_000_000, to: member)
        let request = try store.request(member, points: points)
        #expect(try await store.refusal(request) == .pointsOutOfRange(max: 59_800))
        await store.close()
    }

    @Test("are refused when more than owned; the number owned works")
    func owned() async throws {
        let store = try await Store.open()
        let member = try store.member()
        let none = try store.request(member, points: 1)
        #expect(try await store.refusal(none) == .notEnoughPoints(available: 0))
        try await store.grant(400, to: member)
        let more = try store.request(member, points: 401)
        #expect(try await store.refusal(more) == .notEnoughPoints(available: 400))
        let receipt = try await store.reserve(try store.request(member, points: 400))
        #expect(receipt.amount.amountMinor == 59_400)
        #expect(try await store.balance(member) == "0|400")
        await store.close()
    }

    @Test(
        "that leave less than the gateway's minimum are refused with the nearest that do",
        arguments: [(59_701, 59_700), (59_750, 59_700), (59_799, 59_700)] as [(Int64, Int64)]
    )
    func minimum(points: Int64, below: Int64) async throws {
        let store = try await Store.open()
        let (member, other) = (try store.member(), try await store.join())
        for id in [member, other] { try await store.grant(60_000, to: id) }
        #expect(
            try await store.refusal(try store.request(member, points: points))
                == .pointsLeaveRemainder(below: below, above: 59_800)
        )
        let part = try await store.reserve(try store.request(member, points: below))
        #expect(part.amount.amountMinor == 100)
        #expect(!part.isComplete)
        let whole = try await store.reserve(
            try store.request(other, method: nil, points: 59_800)
        )
        #expect(whole.isComplete)
        await store.close()
    }

    @Test("that leave what is off the gateway's increment are refused with the nearest that do")
    func increment() async throws {
        let store = try await Store.open()
        let (member, other) = (try store.member("KW"), try await store.join("KW"))
        for id in [member, other] { try await store.grant(20_000, to: id) }
        func request(_ id: UUID, _ points: Int64) throws -> ReserveRequest {
            try store.request(id, points: points, shown: 18_500, in: "KWD")
        }
        #expect(
            try await store.refusal(try request(member, 1_005))
                == .pointsLeaveRemainder(below: 1_000, above: 1_010)
        )
        #expect(
            try await store.refusal(try request(member, 18_400))
                == .pointsLeaveRemainder(below: 18_350, above: 18_500)
        )
        #expect(try await store.reserve(try request(member, 1_000)).amount.amountMinor == 17_500)
        #expect(try await store.reserve(try request(other, 1_010)).amount.amountMinor == 17_490)
        await store.close()
    }

    @Test("of no number make a price below the minimum chargeable; only all of it will do")
    func tiny() async throws {
        let store = try await Store.open()
        let member = try store.member()
        let game = try await store.addGame([("KR", "KRW", 50)])
        let request = try store.request(member, game: game, shown: 50)
        #expect(
            try await store.refusal(request) == .pointsLeaveRemainder(below: nil, above: 50)
        )
        await store.close()
    }

    @Test("may be worth several minor units each, where the policy says so")
    func scaled() async throws {
        let store = try await Store.open()
        let member = try store.member("US")
        try await store.grant(5_000, to: member)
        try await store.connection.script("UPDATE preorder.policy SET point_minor = 2")
        func request(_ points: Int64) throws -> ReserveRequest {
            try store.request(member, points: points, shown: 5_999, in: "USD")
        }
        for points in [3_000, Int64.max, Int64.min] {
            #expect(
                try await store.refusal(try request(points)) == .pointsOutOfRange(max: 2_999)
            )
        }
        #expect(
            try await store.refusal(try request(2_999))
                == .pointsLeaveRemainder(below: 2_974, above: nil)
        )
        #expect(try await store.reserve(try request(2_974)).amount.amountMinor == 51)
        #expect(try await store.balance(member) == "2026|2974")
        await store.close()
    }

    @Test("that pay all complete the reservation at once, and no gateway is asked")
    func alone() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(60_000, to: member)
        let receipt = try await store.reserve(
            try store.request(member, method: nil, points: 59_800)
        )
        #expect(receipt.isComplete)
        #expect(receipt.amount.amountMinor == 0)
        #expect(receipt.authenticateBy == nil)
        #expect(
            try await store.messages(of: receipt.reservationID)
                == ["mail/payment_completed", "points/spend", "reports/reservation"]
        )
        #expect(
            try await store.lines(
                """
                SELECT r.status, r.reserved_at = outbox.now(), p.status, p.method IS NULL,
                       p.account IS NULL, r.points_used, r.charged_minor
                FROM preorder.reservation AS r JOIN preorder.payment AS p USING (reservation_id)
                """
            ) == ["reserved|t|completed|t|t|59800|0"]
        )
        #expect(try await store.balance(member) == "200|59800")
        await store.close()
    }

    @Test("do not exist for a free game, which is complete at once")
    func free() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(10, to: member)
        let game = try await store.addGame([("KR", "KRW", 0)])
        let point = try store.request(member, game: game, method: nil, points: 1, shown: 0)
        #expect(try await store.refusal(point) == .pointsOutOfRange(max: 0))
        let card = try store.request(member, game: game, shown: 0)
        #expect(try await store.refusal(card) == .nothingToCharge)
        let receipt = try await store.reserve(
            try store.request(member, game: game, method: nil, shown: 0)
        )
        #expect(receipt.isComplete)
        #expect(
            try await store.messages(of: receipt.reservationID)
                == ["mail/payment_completed", "reports/reservation"]
        )
        #expect(try await store.balance(member) == "10|0")
        await store.close()
    }

    @Test("are taken from the lots that expire first, and from none that has expired")
    func lots() async throws {
        let store = try await Store.open()
        let member = try store.member()
        try await store.grant(300, to: member, until: "2027-01-01T00:00:00Z")
        try await store.grant(500, to: member, until: "2026-12-01T00:00:00Z")
        try await store.grant(400, to: member, until: "2026-11-23T12:00:00Z")
        let receipt = try await store.reserve(try store.request(member, points: 600))
        #expect(
            try await store.lots(member) == [
                "300|200|2027-01-01 00:00", "500|0|2026-12-01 00:00", "400|400|2026-11-23 12:00",
            ]
        )
        #expect(
            try await store.lines(
                """
                SELECT h.amount FROM preorder.point_hold AS h JOIN preorder.point_lot USING (lot_id)
                WHERE h.holder_id = '\(receipt.reservationID)' ORDER BY expires_at
                """
            ) == ["500", "100"]
        )
        let game = try await store.addGame()
        let rest = try store.request(member, game: game, points: 201)
        #expect(try await store.refusal(rest) == .notEnoughPoints(available: 200))
        try await store.reserve(try store.request(member, game: game, points: 200))
        await store.close()
    }
}
