import Foundation
import Money
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Answering a gift", .inTurn)
struct AnswerTests {
    private let gifts = Gifts()

    private func read(_ given: Given, by memberID: UUID, in store: Store) async throws -> GiftState?
    {
        try await store.connection.first(ReadGift(giftID: given.giftID, memberID: memberID))
    }

    @Test("accepted: the game is in the recipient's purchase list, and nobody can have a refund")
    func accepted() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        try await store.drainPoints()
        let (connection, recipient) = (store.connection, given.recipientID)
        #expect(
            try await gifts.accept(given.giftID, by: recipient, on: connection)
                == .became(.accepted, refundID: nil)
        )
        #expect(try await store.state(given) == "accepted|reserved|recipient|completed")
        let purchases = try await connection.query(ReadPurchases(memberID: recipient))
        #expect(purchases.map(\.isRefundable) == [false])
        // What the sender paid is nobody else's business.
        #expect(purchases.map(\.charged.amountMinor) == [0] && purchases.map(\.pointsUsed) == [0])
        #expect(try await connection.query(ReadPurchases(memberID: given.senderID)).isEmpty)
        #expect(
            try await store.giftMails(given)
                == ["gift_offered to recipient", "gift_accepted to sender"]
        )
        let id = given.receipt.reservationID
        for requester in [
            RequestRefund.Requester.staff(.bob), .member(given.senderID), .member(recipient),
        ] {
            let outcome = try await RequestRefund()(
                reservationID: id,
                by: requester,
                on: connection
            )
            let expected: RefundRefusal =
                switch requester {
                case .staff: .giftAccepted
                case .member(let member):
                    member == recipient ? .unknownReservation : .giftAccepted
                }
            #expect(outcome == .refused(expected))
        }
        for again in [
            try await gifts.accept(given.giftID, by: recipient, on: connection),
            try await gifts.decline(given.giftID, by: recipient, on: connection),
            try await gifts.cancel(given.giftID, by: given.senderID, on: connection),
        ] {
            #expect(again == .was(.accepted, refundID: nil))
        }
        #expect(try await store.refunds(given) == [])
        try await store.drainReports()
        #expect(
            try await store.lines(
                "SELECT count(*) FROM report.reservation WHERE owner_id = '\(recipient)'"
            ) == ["1"]
        )
        #expect(try await connection.query(CompareReports()).isEmpty)
        await store.close()
    }

    @Test("declined: the sender's refund starts at once, in cash and in points, and only once")
    func declined() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        try await store.drainPoints()
        let outcome = try await gifts.decline(
            given.giftID,
            by: given.recipientID,
            on: store.connection
        )
        guard case .became(.declined, let refund?) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(try await store.state(given) == "declined|refunding|-|refunding")
        #expect(
            try await store.refunds(given) == ["gift_declined|pending|59000|800|590|recipient"]
        )
        #expect(try await store.balance(given.senderID) == "0|590")
        // Asked for again by the sender, by whichever name, it is the same refund.
        #expect(
            try await store.requestRefund(given.receipt.reservationID, by: given.senderID) == refund
        )
        #expect(
            try await gifts.refund(given.giftID, by: given.senderID, on: store.connection)
                == .accepted(refund)
        )
        #expect(
            try await gifts.refund(given.giftID, by: given.recipientID, on: store.connection)
                == .refused(.unknownReservation)
        )
        #expect(
            try await gifts.decline(given.giftID, by: given.recipientID, on: store.connection)
                == .was(.declined, refundID: refund)
        )
        #expect(
            try await store.messages(of: given.receipt.reservationID).filter {
                $0 == "payments/refund"
            }.count == 1
        )
        try await store.settleRefund(refund, .applied(gatewayRefundID: "re_1"))
        try await store.drainPoints()
        #expect(try await store.state(given) == "declined|refunded|-|refunded")
        #expect(try await store.balance(given.senderID) == "800|0")
        #expect(
            try await store.giftMails(given)
                == ["gift_offered to recipient", "gift_declined to sender"]
        )
        let sent = try #require(try await read(given, by: given.senderID, in: store))
        #expect(sent.refundID == refund && sent.refundStatus == .completed)
        let received = try #require(try await read(given, by: given.recipientID, in: store))
        #expect(received.refundID == nil && received.refundStatus == nil)
        #expect(try await store.brokenBooks() == [])
        #expect(try await store.brokenGifts() == [])
        await store.close()
    }

    @Test("cancelled by its sender before it is credited: nothing is earned, all goes back")
    func cancelled() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        let outcome = try await gifts.cancel(given.giftID, by: given.senderID, on: store.connection)
        guard case .became(.cancelled, let refund?) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(try await store.refunds(given) == ["gift_cancelled|pending|59000|800|0|sender"])
        try await store.settleRefund(refund, .applied(gatewayRefundID: "re_1"))
        try await store.drainPoints()
        #expect(try await store.balance(given.senderID) == "800|0")
        #expect(
            try await store.giftMails(given) == [
                "gift_offered to recipient", "gift_cancelled to sender", "gift_closed to recipient",
            ]
        )
        #expect(try await store.lines("SELECT message FROM preorder.gift") == ["\\N"])
        #expect(try await store.brokenBooks() == [])
        await store.close()
    }

    @Test("a refused refund of a gift is owed: it may not stand, only be settled outside")
    func refusedRefund() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        _ = try await gifts.decline(given.giftID, by: given.recipientID, on: store.connection)
        let refundID = try #require(
            try await read(given, by: given.senderID, in: store)?.refundID
        )
        try await store.refuse(refundID)
        try await store.finish("refund", of: given.receipt.reservationID)
        let decide = DecideRefund(by: .bob)
        guard
            case .failure(.mayNotStand) = try await decide.letStand(refundID, on: store.connection)
        else {
            Issue.record("the refusal stood")
            return
        }
        try await decide.settleOutside(refundID, reference: "wire 7", on: store.connection).get()
        #expect(try await store.state(given) == "declined|refunded|-|refunded")
        await store.close()
    }

    @Test("accepted at the last microsecond it is the recipient's; at its expiry it expires")
    func late() async throws {
        let store = try await Store.open()
        let first = try await store.offer()
        let second = try await store.offer()
        try await store.setClock("2026-12-23T12:04:59.999999Z")
        #expect(
            try await gifts.accept(first.giftID, by: first.recipientID, on: store.connection)
                == .became(.accepted, refundID: nil)
        )
        try await store.setClock("2026-12-23T12:05:00Z")
        let outcome = try await gifts.accept(
            second.giftID,
            by: second.recipientID,
            on: store.connection
        )
        guard case .became(.expired, .some) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(try await store.state(second) == "expired|refunding|-|refunding")
        #expect(
            try await store.giftMails(second) == [
                "gift_offered to recipient", "gift_expired to sender", "gift_closed to recipient",
            ]
        )
        await store.close()
    }

    @Test("accepting a game that one has come to own is refused, and the gift stays open")
    func ownedMeanwhile() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        let other = try await store.offer(to: given.recipientID)
        let (connection, recipient) = (store.connection, given.recipientID)
        #expect(
            try await gifts.accept(other.giftID, by: recipient, on: connection)
                == .became(.accepted, refundID: nil)
        )
        let before = try await store.footprint()
        #expect(
            try await gifts.accept(given.giftID, by: recipient, on: connection)
                == .refused(.alreadyOwned)
        )
        #expect(try await store.footprint() == before)
        #expect(try await store.state(given) == "offered|reserved|-|completed")
        guard
            case .became(.declined, .some) =
                try await gifts.decline(given.giftID, by: recipient, on: connection)
        else {
            Issue.record("it could not be declined")
            return
        }
        await store.close()
    }

    @Test(
        "the database too refuses a refund of what is its recipient's, and lets a revoked one have it"
    )
    func refundRefused() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        _ = try await gifts.accept(given.giftID, by: given.recipientID, on: store.connection)
        let open = """
            INSERT INTO preorder.refund (refund_id, payment_id, reservation_id, cause, cash_minor,
                status, requested_by, requested_at)
            SELECT gen_random_uuid(), payment_id, reservation_id, 'game_cancelled', 59000,
                   'pending', 'system', outbox.now()
            FROM preorder.payment WHERE payment_id = '\(given.receipt.paymentID)'
            """
        let error = await #expect(throws: PostgresError.self) {
            try await store.connection.script(open)
        }
        guard case .server(let server) = error else {
            Issue.record("not refused")
            return
        }
        #expect(server.constraint == "refund_gift_accepted")
        try await store.connection.script(
            "UPDATE preorder.gift SET status = 'revoked' WHERE gift_id = '\(given.giftID)'"
        )
        try await store.connection.script(open)
        await store.close()
    }

    @Test("is each member's own part only: others, and the other part, know no such gift")
    func foreign() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        let stranger = try await store.join()
        let (id, connection) = (given.giftID, store.connection)
        let before = try await store.footprint()
        for outcome in [
            try await gifts.accept(id, by: given.senderID, on: connection),
            try await gifts.decline(id, by: given.senderID, on: connection),
            try await gifts.cancel(id, by: given.recipientID, on: connection),
            try await gifts.accept(id, by: stranger, on: connection),
            try await gifts.cancel(id, by: stranger, on: connection),
            try await gifts.accept(UUID(), by: given.recipientID, on: connection),
        ] {
            #expect(outcome == .refused(.unknownGift))
        }
        #expect(try await read(given, by: stranger, in: store)?.giftID == nil)
        #expect(try await store.footprint() == before)
        await store.close()
    }

    @Test("an administrator's refund of an open gift takes the gift back")
    func staff() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        let request = RequestRefund()
        let id = given.receipt.reservationID
        guard
            case .accepted(let refund) =
                try await request(reservationID: id, by: .staff(.bob), on: store.connection)
        else {
            Issue.record("refused")
            return
        }
        #expect(try await store.state(given) == "cancelled|refunding|-|refunding")
        #expect(
            try await request(reservationID: id, by: .staff(.bob), on: store.connection)
                == .accepted(refund)
        )
        #expect(try await store.brokenGifts() == [])
        #expect(
            try await store.lines("SELECT count(*) FROM preorder.staff_act WHERE done_by = 'bob'")
                == ["1"]
        )
        await store.close()
    }

    @Test(
        "gifts are listed sent and received, newest first, in pages; never before they are offered"
    )
    func listed() async throws {
        let store = try await Store.open()
        let (sender, recipient) = (try await store.join(), try await store.join(language: "ko"))
        var sent: [UUID] = []
        for minute in 0..<5 {
            try await store.setClock("2026-11-23T12:0\(minute):00Z")
            let game = try await store.addGame()
            let receipt = try await store.reserve(
                try store.wish(from: sender, to: recipient, game: game)
            )
            sent.append(try #require(receipt.giftID))
            guard minute < 3 else { continue }
            _ = try await store.submit(receipt.paymentID, by: sender)
            try await store.settle(receipt.paymentID, .applied(gatewayPaymentID: "p\(minute)"))
        }
        var listed: [UUID] = []
        while true {
            let page = try await store.connection.query(
                ReadGifts(memberID: sender, as: .sender, after: listed.last, limit: 2)
            )
            listed += page.map(\.giftID)
            if page.count < 2 { break }
        }
        #expect(listed == sent.reversed())
        let received = try await store.connection.query(
            ReadGifts(memberID: recipient, as: .recipient)
        )
        #expect(received.map(\.giftID) == sent.prefix(3).reversed())
        #expect(received.allSatisfy { $0.status == .offered && $0.part == .recipient })
        #expect(received.allSatisfy { $0.otherID == sender && $0.message == "생일 축하해!" })
        #expect(received.allSatisfy { $0.reservationID == nil })
        #expect(
            try await store.connection.query(ReadGifts(memberID: recipient, as: .sender)).isEmpty
        )
        await store.close()
    }
}
