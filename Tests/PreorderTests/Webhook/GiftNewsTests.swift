import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("What the endpoints of a gift's two members are told", .inTurn)
struct GiftNewsTests {
    /// What everything begins with: the sender paid, and both know of the offer.
    private static let offered = [
        "gift_offered|sender|gift_id part=sender reservation_id",
        "gift_offered|recipient|gift_id part=recipient",
        "payment_completed|sender|gift_id payment_id reservation_id",
    ]

    /// The same news to both; the reservation is the recipient's to know when they own it.
    private static func both(_ kind: String, isOwned: Bool = false) -> [String] {
        [
            "\(kind)|sender|gift_id part=sender reservation_id",
            "\(kind)|recipient|gift_id part=recipient" + (isOwned ? " reservation_id" : ""),
        ]
    }

    @Test("nothing before it is paid; then the offer, and to the sender the payment")
    func offered() async throws {
        let store = try await Store.open()
        let (sender, recipient) = (try await store.join(), try await store.join())
        for member in [sender, recipient] { try await store.listen(member) }
        let given = try await store.give(from: sender, to: recipient)
        #expect(try await store.news(of: given) == [])
        try await store.finish("charge", of: given.receipt.reservationID)
        try await store.settle(given.receipt.paymentID, .applied(gatewayPaymentID: "pay_1"))
        #expect(try await store.news(of: given) == Self.offered)
        await store.close()
    }

    @Test("the offer at once where points pay all")
    func covered() async throws {
        let store = try await Store.open()
        let (sender, recipient) = (try await store.join(), try await store.join())
        for member in [sender, recipient] { try await store.listen(member) }
        try await store.grant(59_800, to: sender)
        var request = try store.request(sender, method: nil, points: 59_800)
        request.gift = GiftWish(recipientID: recipient, message: "for you")
        let receipt = try await store.reserve(request)
        let given = Given(
            giftID: try #require(receipt.giftID),
            receipt: receipt,
            senderID: sender,
            recipientID: recipient
        )
        #expect(try await store.news(of: given).sorted() == Self.offered.sorted())
        await store.close()
    }

    @Test("only the sender hears of one that was never offered")
    func void() async throws {
        let store = try await Store.open()
        let (sender, recipient) = (try await store.join(), try await store.join())
        for member in [sender, recipient] { try await store.listen(member) }
        let given = try await store.give(from: sender, to: recipient)
        try await store.finish("charge", of: given.receipt.reservationID)
        try await store.settle(
            given.receipt.paymentID,
            .failed(FailureReason(rawValue: "card_declined"))
        )
        #expect(
            try await store.news(of: given) == [
                "payment_failed|sender|gift_id payment_id reason=card_declined reservation_id"
            ]
        )
        await store.close()
    }

    @Test("both hear that it was accepted, and the recipient whose reservation it is now")
    func accepted() async throws {
        let store = try await Store.open()
        let given = try await store.overheard()
        _ = try await Gifts().accept(
            given.giftID,
            by: given.recipientID,
            on: store.connection
        )
        #expect(
            try await store.news(of: given)
                == Self.offered + Self.both("gift_accepted", isOwned: true)
        )
        await store.close()
    }

    @Test(
        "both hear that it was declined or taken back, and the sender alone of the refund",
        arguments: ["gift_declined", "gift_cancelled"]
    )
    func givenBack(kind: String) async throws {
        let store = try await Store.open()
        let given = try await store.overheard()
        let outcome =
            kind == "gift_declined"
            ? try await Gifts().decline(given.giftID, by: given.recipientID, on: store.connection)
            : try await Gifts().cancel(given.giftID, by: given.senderID, on: store.connection)
        guard case .became(_, let refundID?) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(try await store.news(of: given) == Self.offered + Self.both(kind))
        try await store.settleRefund(refundID, .applied(gatewayRefundID: "re_1"))
        #expect(
            try await store.news(of: given) == Self.offered + Self.both(kind) + [
                "refund_completed|sender|gift_id payment_id refund_id reservation_id"
            ]
        )
        await store.close()
    }

    @Test("the recipient hears that it expires soon, then both that it has expired")
    func expired() async throws {
        let store = try await Store.open()
        let given = try await store.overheard()
        for _ in 0..<2 {
            _ = try await RemindOfGifts.run(
                asOf: try Store.instant("2026-12-20T12:00:00Z"),
                limit: 9,
                on: store.connection
            )
        }
        let reminded = Self.offered + ["gift_reminder|recipient|gift_id part=recipient"]
        #expect(try await store.news(of: given) == reminded)
        for _ in 0..<2 {
            _ = try await ExpireGifts.run(
                asOf: try Store.instant("2026-12-23T12:05:00Z"),
                limit: 9,
                on: store.connection
            )
        }
        #expect(try await store.news(of: given) == reminded + Self.both("gift_expired"))
        await store.close()
    }

    @Test("both hear what the cancelled game made of it, accepted or not")
    func gameCancelled() async throws {
        let store = try await Store.open()
        let (open, owned) = (try await store.overheard(), try await store.overheard())
        _ = try await Gifts().accept(owned.giftID, by: owned.recipientID, on: store.connection)
        let before = try await store.news(of: owned)
        try await store.cancelGame()
        #expect(try await store.sweepReleases().refunds == 2)
        #expect(try await store.news(of: open) == Self.offered + Self.both("gift_cancelled"))
        #expect(
            try await store.news(of: owned)
                == before + Self.both("gift_revoked", isOwned: true)
        )
        await store.close()
    }

    @Test("no message about a gift carries its words, or says more than its event's document")
    func listed() async throws {
        let store = try await Store.open()
        let given = try await store.overheard()
        _ = try await Gifts().decline(given.giftID, by: given.recipientID, on: store.connection)
        let known =
            "endpoint_id event_id "
            + WebhookMember.allCases.map(\.rawValue)
            .joined(separator: " ")
        let told = try await store.lines(
            """
            SELECT DISTINCT d.key FROM outbox.message AS m, jsonb_each_text(m.payload) AS d
            WHERE m.channel = 'webhooks'
              AND (d.key <> ALL (string_to_array('\(known)', ' ')) OR d.value ~ '생일|@')
            """
        )
        #expect(told == [])
        for event in WebhookEvent.allCases {
            #expect(event.type.split(separator: ".").count == 2)
            let always = event.members.filter(event.always)
            #expect(always.contains(event.type.hasPrefix("gift") ? .giftID : .reservationID))
        }
        await store.close()
    }

    @Test("an endpoint that was given up is told nothing")
    func disabled() async throws {
        let store = try await Store.open()
        let given = try await store.overheard()
        try await store.connection.script(
            """
            UPDATE preorder.webhook_endpoint SET disabled_at = outbox.now(), disabled_reason = 'gone'
            WHERE member_id = '\(given.recipientID)'
            """
        )
        _ = try await Gifts().accept(given.giftID, by: given.recipientID, on: store.connection)
        #expect(
            try await store.news(of: given)
                == Self.offered + [Self.both("gift_accepted", isOwned: true)[0]]
        )
        await store.close()
    }
}
