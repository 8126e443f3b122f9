import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Giving a game", .inTurn)
struct GiveTests {
    @Test("is paid like any reservation; once charged it is offered for the sender's period")
    func offered() async throws {
        let store = try await Store.open()
        let given = try await store.give()
        #expect(try await store.state(given) == "awaiting_payment|pending|-|pending")
        #expect(try await store.giftMails(given) == [])
        try await store.settle(given.receipt.paymentID, .applied(gatewayPaymentID: "pay_1"))
        #expect(try await store.state(given) == "offered|reserved|-|completed")
        #expect(
            try await store.lines(
                """
                SELECT offered_at AT TIME ZONE 'UTC', expires_at AT TIME ZONE 'UTC', message
                FROM preorder.gift
                """
            ) == ["2026-11-23 12:05:00|2026-12-23 12:05:00|생일 축하해!"]
        )
        #expect(try await store.giftMails(given) == ["gift_offered to recipient"])
        #expect(
            try await store.messages(of: given.receipt.reservationID).filter {
                $0.hasPrefix("mail") || $0.hasPrefix("points")
            } == ["mail/gift_offered", "mail/payment_completed", "points/earn", "points/spend"]
        )
        try await store.drainPoints()
        #expect(try await store.balance(given.senderID) == "590|0")
        #expect(try await store.balance(given.recipientID) == "0|0")
        await store.close()
    }

    @Test("has the period that the country's policy says")
    func period() async throws {
        let store = try await Store.open()
        try await store.connection.script(
            "UPDATE preorder.policy SET gift_days = 3 WHERE country = 'KR'"
        )
        _ = try await store.offer()
        #expect(
            try await store.lines("SELECT expires_at - offered_at FROM preorder.gift")
                == ["3 days"]
        )
        await store.close()
    }

    @Test("that points pay whole is offered at once, and its refund gives them back")
    func covered() async throws {
        let store = try await Store.open()
        let (sender, recipient) = (try store.member(), try await store.join())
        try await store.grant(59_800, to: sender)
        var request = try store.request(sender, method: nil, points: 59_800)
        request.gift = GiftWish(recipientID: recipient)
        let receipt = try await store.reserve(request)
        let given = Given(
            giftID: try #require(receipt.giftID),
            receipt: receipt,
            senderID: sender,
            recipientID: recipient
        )
        #expect(receipt.isComplete)
        #expect(try await store.state(given) == "offered|reserved|-|completed")
        #expect(try await store.giftMails(given) == ["gift_offered to recipient"])
        try await store.drainPoints()
        _ = try await Gifts().decline(given.giftID, by: recipient, on: store.connection)
        #expect(try await store.state(given) == "declined|refunded|-|refunded")
        #expect(
            try await store.refunds(given) == ["gift_declined|completed|0|59800|0|recipient"]
        )
        try await store.drainPoints()
        #expect(try await store.balance(sender) == "59800|0")
        #expect(try await store.brokenBooks() == [])
        await store.close()
    }

    @Test("that is never charged is void: it was never offered, and nobody was told")
    func failed() async throws {
        let store = try await Store.open()
        let given = try await store.give()
        let declined = FailureReason(rawValue: "card_declined")
        try await store.settle(given.receipt.paymentID, .failed(declined))
        #expect(try await store.state(given) == "void|cancelled|-|failed")
        #expect(try await store.giftMails(given) == [])
        #expect(try await store.lines("SELECT message FROM preorder.gift") == ["\\N"])
        let answer = try await Gifts().accept(
            given.giftID,
            by: given.recipientID,
            on: store.connection
        )
        #expect(answer == .refused(.unknownGift))
        // Charged after all: given back, and still not offered.
        try await store.settle(given.receipt.paymentID, .applied(gatewayPaymentID: "pay_1"))
        #expect(try await store.state(given) == "void|cancelled|-|reversing")
        try await store.drainPoints()
        #expect(try await store.balance(given.senderID) == "800|0")
        await store.close()
    }

    @Test("and not submitting it is the sweep's: void, with the points back")
    func abandoned() async throws {
        let store = try await Store.open()
        let (sender, recipient) = (try store.member(), try await store.join())
        try await store.reserve(try store.wish(from: sender, to: recipient))
        let late = try Store.instant("2026-11-23T12:30:00Z")
        #expect(try await AbandonPayments.run(asOf: late, limit: 9, on: store.connection) == 1)
        #expect(
            try await store.lines("SELECT status, closed_at IS NULL FROM preorder.gift")
                == ["void|f"]
        )
        await store.close()
    }

    @Test("before the verdict is void at once when its sender takes it back, charged or not")
    func withdrawn() async throws {
        let store = try await Store.open()
        let untouched = try await store.give()
        #expect(
            try await Gifts().cancel(untouched.giftID, by: untouched.senderID, on: store.connection)
                == .became(.void, refundID: nil)
        )
        #expect(try await store.state(untouched) == "void|cancelled|-|failed")
        // Taken up by a drain: it stays pending until the verdict, and an applied charge goes back.
        let given = try await store.give()
        try await store.finish("charge", of: given.receipt.reservationID)
        #expect(
            try await Gifts().cancel(given.giftID, by: given.senderID, on: store.connection)
                == .became(.void, refundID: nil)
        )
        #expect(
            try await Gifts().cancel(given.giftID, by: given.senderID, on: store.connection)
                == .was(.void, refundID: nil)
        )
        #expect(try await store.state(given) == "void|cancelled|-|pending")
        try await store.settle(given.receipt.paymentID, .applied(gatewayPaymentID: "pay_2"))
        #expect(try await store.state(given) == "void|cancelled|-|reversing")
        #expect(try await store.giftMails(given) == [])
        #expect(try await store.brokenBooks() == [])
        await store.close()
    }

    @Test("is refused to oneself, to nobody, and where the game is not sold or is there already")
    func refused() async throws {
        let store = try await Store.open()
        let (sender, recipient) = (try store.member(), try await store.join())
        func why(to other: UUID, game: UUID? = nil) async throws -> ReserveRefusal? {
            try await store.refusal(try store.wish(from: sender, to: other, game: game))
        }
        #expect(try await why(to: sender) == .giftToOneself)
        #expect(try await why(to: UUID()) == .unknownRecipient)
        let erased = try await store.join()
        try await store.connection.script(
            """
            UPDATE preorder.member SET erased_at = outbox.now(), name = 'x', email = ''
            WHERE member_id = '\(erased)'
            """
        )
        #expect(try await why(to: erased) == .unknownRecipient)
        let koreanOnly = try await store.addGame()
        #expect(
            try await why(to: try store.member("US"), game: koreanOnly) == .notSoldToRecipient
        )
        try await store.reserve(try store.request(recipient))
        #expect(try await why(to: recipient) == .recipientHasGame)
        await store.close()
    }

    @Test("twice to the same recipient is refused while the first is open, and not after")
    func twice() async throws {
        let store = try await Store.open()
        let given = try await store.offer()
        let again = try store.wish(from: given.senderID, to: given.recipientID)
        #expect(try await store.refusal(again) == .alreadyGiven)
        _ = try await Gifts().cancel(given.giftID, by: given.senderID, on: store.connection)
        try await store.reserve(again)
        await store.close()
    }

    @Test("takes any script of 500 characters as its message, line ends too, and nothing unseen")
    func messages() async throws {
        let store = try await Store.open()
        let (sender, recipient) = (try store.member(), try await store.join())
        for bad in [
            String(repeating: "가", count: 501), "a\u{0}b", "a\u{1B}[31m", "e\u{7F}",
            String(repeating: "e\u{301}", count: 251), String(repeating: "x", count: 1_048_576),
        ] {
            let request = try store.wish(from: sender, to: recipient, message: bad)
            #expect(try await store.refusal(request) == .malformedGiftMessage)
        }
        for good in [
            String(repeating: "가", count: 500), "line\nline\r\n\tend", "👩‍👩‍👧‍👦 שלום <b>",
            "  ", "'; DROP TABLE preorder.gift; --",
        ] {
            let other = try await store.join()
            let receipt = try await store.reserve(
                try store.wish(from: sender, to: other, message: good)
            )
            let read = ReadGift(giftID: try #require(receipt.giftID), memberID: sender)
            let state = try #require(try await store.connection.first(read))
            #expect(state.message == (good == "  " ? nil : good))
        }
        await store.close()
    }
}
