import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("A cancelled game", .inTurn)
struct CancelGameTests {
    @Test("can be neither found nor reserved nor submitted, and is cancelled once")
    func closed() async throws {
        let store = try await Store.open()
        let member = try store.member()
        let receipt = try await store.reserve(try store.request(member))
        try await store.cancelGame()
        let other = try await store.join()
        #expect(try await store.refusal(try store.request(other)) == .gameCancelled)
        #expect(try await store.submit(receipt.paymentID, by: member) == .gameCancelled)
        let list = try await Catalog().list(country: "KR", language: "en", on: store.connection)
        #expect(list.isEmpty)
        for (game, refusal) in [
            (store.gameID, GameChangeRefusal.cancelled), (UUID(), .unknownGame),
        ] {
            let again = try await CancelGame(by: .bob)(game, on: store.connection)
            #expect(throws: refusal) { try again.get() }
        }
        let acts = "SELECT count(*) FROM preorder.staff_act WHERE verb = 'game cancelled'"
        #expect(try await store.lines(acts) == ["1"])
        await store.close()
    }

    @Test("gives the money of what is reserved or released back, whenever it was released")
    func paid() async throws {
        let store = try await Store.open()
        let (member, released) = try await store.bought()
        try await store.setClock("2027-06-01T00:00:00Z")
        try await store.sweepReleases()
        try await store.cancelGame()
        try await store.drainPoints()
        let result = try await store.sweepReleases()
        #expect(result.refunds == 1)
        #expect(try await store.state(released.reservationID) == "refunding|refunding")
        #expect(
            try await store.refunds(of: released.reservationID)
                == ["game_cancelled|pending|59000|800"]
        )
        #expect(try await store.mails(of: released.reservationID).last == "game_cancelled")
        let refundID = try #require(
            try await store.lines("SELECT refund_id FROM preorder.refund").first
                .flatMap(UUID.init(uuidString:))
        )
        try await store.refuse(refundID)
        let stands = try await DecideRefund(by: .bob).letStand(refundID, on: store.connection)
        #expect(throws: DecideRefundRefusal.self) { try stands.get() }
        try await store.settleRefund(refundID, .applied(gatewayRefundID: "re_1"))
        try await store.drainPoints()
        #expect(try await store.balance(member) == "800|0")
        #expect(try await store.brokenBooks() == [])
        await store.close()
    }

    @Test("gives points back at once where there is no cash")
    func covered() async throws {
        let store = try await Store.open()
        let member = try await store.join()
        try await store.grant(59_800, to: member)
        let receipt = try await store.reserve(
            try store.request(member, method: nil, points: 59_800)
        )
        try await store.cancelGame()
        #expect(try await store.sweepReleases().refunds == 1)
        try await store.drainPoints()
        #expect(try await store.state(receipt.reservationID) == "refunded|refunded")
        #expect(try await store.balance(member) == "59800|0")
        #expect(
            try await store.mails(of: receipt.reservationID)
                == ["payment_completed", "refund_completed", "game_cancelled"]
        )
        await store.close()
    }

    @Test("withdraws what is not paid, gives the points back, and says why")
    func unpaid() async throws {
        let store = try await Store.open()
        let member = try await store.join()
        try await store.grant(800, to: member)
        let waiting = try await store.reserve(try store.request(member, points: 800))
        let pending = try await store.submitted()
        try await store.cancelGame()
        #expect(try await store.sweepReleases().withdrawn == 2)
        for id in [waiting.reservationID, pending.reservationID] {
            #expect(try await store.state(id) == "cancelled|failed")
            #expect(try await store.mails(of: id) == ["payment_failed"])
        }
        #expect(
            try await store.lines("SELECT DISTINCT failure_reason FROM preorder.payment")
                == ["game_cancelled"]
        )
        #expect(
            try await store.lines(
                "SELECT count(*) FROM outbox.queue WHERE channel = 'payments'"
            ) == ["0"]
        )
        try await store.drainPoints()
        #expect(try await store.balance(member) == "800|0")
        await store.close()
    }

    @Test("reverses a charge that turns out to have applied, and forgets one that has not")
    func inTheAir() async throws {
        let store = try await Store.open()
        var open: [ReserveReceipt] = []
        for _ in 0..<2 {
            let receipt = try await store.submitted()
            try await store.giveUp("charge", of: receipt.reservationID, isOpen: true)
            open.append(receipt)
        }
        try await store.cancelGame()
        #expect(try await store.sweepReleases().withdrawn == 2)
        for receipt in open {
            #expect(try await store.state(receipt.reservationID) == "cancelled|pending")
            #expect(try await store.mails(of: receipt.reservationID) == ["game_cancelled"])
        }
        try await store.settle(open[0].paymentID, .applied(gatewayPaymentID: "pay_1"))
        try await store.settle(open[1].paymentID, .failed(.withdrawn))
        #expect(try await store.state(open[0].reservationID) == "cancelled|reversing")
        #expect(
            try await store.refunds(of: open[0].reservationID) == ["reversal|pending|59000|0"]
        )
        #expect(try await store.state(open[1].reservationID) == "cancelled|failed")
        try await store.drainPoints()
        #expect(try await store.brokenBooks() == [])
        #expect(try await store.sweepReleases() == .init())
        await store.close()
    }

    @Test("lets a member's own refund go on, whose refusal may not stand any more")
    func underWay() async throws {
        let store = try await Store.open()
        let (receipt, refundID) = try await store.refunding()
        try await store.refuse(refundID)
        try await store.cancelGame()
        #expect(try await store.sweepReleases() == .init())
        #expect(
            try await store.refunds(of: receipt.reservationID)
                == ["administrator|refused|59000|800"]
        )
        let stands = try await DecideRefund(by: .bob).letStand(refundID, on: store.connection)
        #expect(throws: DecideRefundRefusal.mayNotStand) { try stands.get() }
        try await store.settleRefund(refundID, .settledOutside(reference: "bank 7"))
        #expect(try await store.state(receipt.reservationID) == "refunded|refunded")
        await store.close()
    }

    @Test("gives back what a refusal that stood before had left reserved")
    func stoodBefore() async throws {
        let store = try await Store.open()
        let (receipt, refundID) = try await store.refunding()
        try await store.refuse(refundID)
        try await store.settleRefund(refundID, .stands)
        try await store.drainPoints()
        try await store.cancelGame()
        #expect(try await store.sweepReleases().refunds == 1)
        let refunds = Set(try await store.refunds(of: receipt.reservationID))
        #expect(
            refunds == ["administrator|withdrawn|59000|800", "game_cancelled|pending|59000|800"]
        )
        await store.close()
    }

    @Test("takes its gifts back, to the senders, whatever became of them, and tells both")
    func gifts() async throws {
        let store = try await Store.open()
        let (unpaid, offered) = (try await store.give(), try await store.offer())
        let accepted = try await store.accepted()
        let declined = try await store.offer()
        _ = try await Gifts().decline(
            declined.giftID,
            by: declined.recipientID,
            on: store.connection
        )
        try await store.cancelGame()
        let result = try await store.sweepReleases(limit: 2)
        #expect(result.refunds == 2 && result.withdrawn == 1)
        #expect(try await store.state(unpaid) == "void|cancelled|-|failed")
        #expect(try await store.state(offered) == "cancelled|refunding|-|refunding")
        #expect(try await store.state(accepted) == "revoked|refunding|recipient|refunding")
        #expect(try await store.state(declined) == "declined|refunding|-|refunding")
        for given in [offered, accepted] {
            #expect(
                try await store.refunds(given)
                    == ["game_cancelled|pending|59000|800|0|system"]
            )
            #expect(try await store.giftMails(given).last == "gift_revoked to recipient")
            #expect(
                try await store.mails(of: given.receipt.reservationID).last == "game_cancelled"
            )
        }
        #expect(
            try await store.lines(
                "SELECT count(*) FROM preorder.gift WHERE message IS NOT NULL"
            ) == ["0"]
        )
        #expect(try await store.brokenBooks() == [])
        await store.close()
    }

    @Test("that was just being reserved when it was cancelled is found by the next run")
    func straggler() async throws {
        let store = try await Store.open()
        try await store.cancelGame()
        #expect(try await store.sweepReleases() == .init())
        try await store.connection.script(
            """
            ALTER TABLE preorder.game DISABLE TRIGGER game_transition;
            UPDATE preorder.game SET status = 'announced'
            """
        )
        let late = try await store.bought().receipt
        try await store.connection.script("UPDATE preorder.game SET status = 'cancelled'")
        #expect(try await store.sweepReleases().refunds == 1)
        #expect(try await store.state(late.reservationID) == "refunding|refunding")
        await store.close()
    }
}
