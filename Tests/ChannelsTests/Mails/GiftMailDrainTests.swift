import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("The mails of a gift, on their way", .inTurn)
struct GiftMailDrainTests {
    private let gifts = Gifts()

    /// A gift to a member who reads Korean, charged by the payments drain; who answers it.
    private func offer(_ market: Market) async throws -> (gift: UUID, by: UUID, to: UUID) {
        let recipient = try await market.join("KR", language: "ko")
        let sale = try await market.buy("KR", gift: GiftWish(recipientID: recipient, message: "hi"))
        try await market.drainPayments()
        return (try #require(sale.giftID), sale.memberID, recipient)
    }

    private func subjects(_ market: Market) async throws -> [String] {
        try await market.truth().mails.map { String($0.subject.prefix { $0 != ":" }) }.sorted()
    }

    @Test("reach sender and recipient, each in their own language, with the refund at the end")
    func told() async throws {
        try await Market.open { market in
            let offer = try await offer(market)
            #expect(try await market.drainMail().applied == 2)
            #expect(
                try await market.truth().mails.contains {
                    $0.subject == "Your gift of “Sea of Stars” is paid"
                }
            )
            #expect(
                try await market.truth().mails.filter { $0.subject.hasPrefix("선물이 도착") }.count == 1
            )
            let outcome = try await gifts.decline(offer.gift, by: offer.to, on: market.connection)
            guard case .became(.declined, .some) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            try await market.drainPayments()
            #expect(try await market.truth().charged == ["59800 KRW, 59800 back"])
            #expect(try await market.drainMail().applied == 2)
            let mails = try await subjects(market)
            #expect(mails.count == 4 && mails.contains("Your gift was declined"))
            #expect(try await market.drainMail().claimed == 0)
        }
    }

    @Test("that ask for an answer are void once there is one, with the reason")
    func moot() async throws {
        try await Market.open { market in
            let offer = try await offer(market)
            _ = try await gifts.cancel(offer.gift, by: offer.by, on: market.connection)
            let counts = try await market.drainMail()
            #expect(counts.rejected == 1)
            #expect(
                try await market.lines(
                    "SELECT reason FROM outbox.voided WHERE reason LIKE '%gift%'"
                )
                    == ["the gift is closed"]
            )
            let mails = try await subjects(market)
            #expect(!mails.contains { $0.hasPrefix("선물이 도착") })
            #expect(mails.contains("Your gift was cancelled"))
            #expect(mails.contains("선물을 더 이상 받으실 수 없습니다"))
        }
    }
}
