import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Release day", .inTurn)
struct ReleaseTests {
    private static let day = "2027-03-01T00:00:00Z"

    @Test("comes at the instant, hands every owner their game and tells each once")
    func owners() async throws {
        let store = try await Store.open()
        let (member, own) = try await store.bought()
        let given = try await store.accepted()
        let unpaid = try await store.submitted()
        let before = try await store.footprint()
        #expect(try await store.sweepReleases(asOf: "2027-02-28T23:59:59.999999Z") == .init())
        #expect(try await store.footprint() == before)

        let result = try await store.sweepReleases(asOf: Self.day)
        #expect(result.gamesOut == 1 && result.released == 2)
        #expect(try await store.state(own.reservationID) == "released|completed")
        #expect(try await store.state(given) == "accepted|released|recipient|completed")
        #expect(try await store.state(unpaid.reservationID) == "pending|pending")
        #expect(
            Set(try await store.readers(of: "game_released"))
                == [member.lowercased, given.recipientID.lowercased]
        )
        #expect(try await store.sweepReleases(asOf: "2027-03-02T00:00:00Z") == .init())
        try await store.drainReports()
        #expect(
            try await store.lines(
                "SELECT status, count(*) FROM report.reservation GROUP BY 1 ORDER BY 1"
            ) == ["pending|1", "released|2"]
        )
        await store.close()
    }

    @Test("reaches a payment that completes after it with the next run")
    func late() async throws {
        let store = try await Store.open()
        let late = try await store.submitted()
        #expect(try await store.sweepReleases(asOf: Self.day).released == 0)
        try await store.settle(late.paymentID, .applied(gatewayPaymentID: "pay_1"))
        #expect(try await store.sweepReleases(asOf: Self.day).released == 1)
        #expect(try await store.mails(of: late.reservationID).last == "game_released")
        await store.close()
    }

    @Test("leaves open gifts refundable, and comes to them when they are accepted")
    func openGifts() async throws {
        let store = try await Store.open()
        let (open, later) = (try await store.offer(), try await store.offer())
        let unanswered = try await store.offer()
        try await store.connection.script(
            "UPDATE preorder.gift SET expires_at = '2027-06-01T00:00:00Z'"
        )
        try await store.setClock("2027-03-20T00:00:00Z")
        #expect(try await store.sweepReleases().released == 0)
        #expect(try await store.state(open) == "offered|reserved|-|completed")
        let taken = try await Gifts().cancel(open.giftID, by: open.senderID, on: store.connection)
        guard case .became(.cancelled, refundID: .some) = taken else {
            Issue.record("not refunded: \(taken)")
            return
        }
        _ = try await Gifts().accept(later.giftID, by: later.recipientID, on: store.connection)
        #expect(try await store.sweepReleases().released == 1)
        #expect(try await store.readers(of: "game_released") == [later.recipientID.lowercased])
        #expect(try await store.state(unanswered) == "offered|reserved|-|completed")
        await store.close()
    }

    @Test("leaves a refund under way alone; a refusal that stands then hands the game out")
    func refunding() async throws {
        let store = try await Store.open()
        let (receipt, refundID) = try await store.refunding()
        #expect(try await store.sweepReleases(asOf: Self.day).released == 0)
        try await store.refuse(refundID)
        try await store.settleRefund(refundID, .stands)
        #expect(try await store.state(receipt.reservationID) == "released|completed")
        await store.close()
    }

    @Test(
        "closes a member's own refund 7 days later to the microsecond, released already or not",
        arguments: [true, false]
    )
    func boundary(isSwept: Bool) async throws {
        let store = try await Store.open()
        let (member, own) = try await store.bought()
        if isSwept { try await store.sweepReleases(asOf: Self.day) }
        for (instant, isOpen) in [
            (Self.day, true), ("2027-03-07T23:59:59.999999Z", true),
            ("2027-03-08T00:00:00Z", false),
        ].reversed() {
            try await store.setClock(instant)
            let list = try await store.connection.query(ReadPurchases(memberID: member))
            #expect(list.map(\.isRefundable) == [isOpen], "\(instant)")
            guard instant != Self.day else { continue }
            let outcome = try await RequestRefund()(
                reservationID: own.reservationID,
                by: .member(member),
                on: store.connection
            )
            let late = try Store.instant("2027-03-08T00:00:00Z")
            #expect((outcome == .refused(.tooLate(since: late))) == !isOpen, "\(instant)")
            if isOpen { return await store.close() }
        }
    }

    @Test("is done in sets by many at once, each reservation and each mail once")
    func together() async throws {
        let store = try await Store.open()
        for _ in 0..<30 { _ = try await store.bought() }
        let result = try await withThrowingTaskGroup(of: SweepReleases.Result.self) { group in
            for _ in 0..<4 {
                let connection = try await store.connect()
                group.addTask {
                    let done = try await store.sweepReleases(
                        asOf: Self.day,
                        limit: 4,
                        on: connection
                    )
                    await connection.close()
                    return done
                }
            }
            var sum = SweepReleases.Result()
            for try await done in group {
                sum.released += done.released
                sum.gamesOut += done.gamesOut
            }
            return sum
        }
        let rest = try await store.sweepReleases(asOf: Self.day).released
        #expect(result.gamesOut == 1)
        #expect(result.released + rest == 30)
        let readers = try await store.readers(of: "game_released")
        #expect(readers.count == 30 && Set(readers).count == 30)
        await store.close()
    }

    @Test("stops when asked to, and goes on with the next run")
    func stops() async throws {
        let store = try await Store.open()
        for _ in 0..<5 { _ = try await store.bought() }
        let stop = StopSignal()
        stop.ask()
        let stopped = try await SweepReleases(limit: 2)
            .run(asOf: try Store.instant(Self.day), stop: stop, on: store.connection)
        #expect(stopped == .init())
        #expect(try await store.sweepReleases(asOf: Self.day, limit: 2).released == 5)
        await store.close()
    }
}
