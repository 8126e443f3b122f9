import Foundation
import Outbox
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("The mails about a release, on their way", .inTurn)
struct ReleaseMailDrainTests {
    private static let director = StaffAct(by: .administrator("ada"), reason: "the studio asked")

    /// As the sweep's own role does.
    private func sweep(_ market: Market) async throws -> SweepReleases.Result {
        let role = try await market.connect(as: "sweep")
        let result = try await SweepReleases().run(asOf: nil, stop: StopSignal(), on: role)
        await role.close()
        return result
    }

    private func move(_ market: Market, to instant: String) async throws {
        let role = try await market.connect(as: "admin")
        let releaseAt = try #require(Timestamp(instant))
        _ = try await MoveGame(by: Self.director)(market.gameID, to: releaseAt, on: role).get()
        await role.close()
    }

    private func cancel(_ market: Market) async throws {
        let role = try await market.connect(as: "admin")
        try await CancelGame(by: Self.director)(market.gameID, on: role).get()
        await role.close()
    }

    private func voided(_ market: Market) async throws -> [String] {
        try await market.lines(
            """
            SELECT m.kind || ': ' || v.reason FROM outbox.voided AS v
            JOIN outbox.message AS m ON m.id = v.message_id WHERE m.kind LIKE 'game%'
            ORDER BY m.id
            """
        )
    }

    @Test("say that it moved, and when it is out, to buyers and to whom it was given")
    func told() async throws {
        try await Market.open { market in
            let recipient = try await market.join("KR", language: "ko")
            let sale = try await market.buy(
                "KR",
                gift: GiftWish(recipientID: recipient, message: nil)
            )
            _ = try await market.buy("KR")
            try await market.drainPayments()
            _ = try await Gifts().accept(
                try #require(sale.giftID),
                by: recipient,
                on: market.connection
            )
            try await move(market, to: "2027-03-10T00:00:00Z")
            #expect(try await sweep(market).told == 2)
            try await market.drainMail()
            try await market.wait("107 days")
            let result = try await sweep(market)
            #expect(result.gamesOut == 1 && result.released == 2)
            try await market.drainMail()
            let subjects = Set(try await market.truth().mails.map(\.subject))
            for subject in [
                "The release of “Sea of Stars” has moved", "“Sea of Stars” is out",
                "‘Sea of Stars’ 출시일이 변경되었습니다", "‘Sea of Stars’ 게임이 출시되었습니다",
            ] {
                #expect(subjects.contains(subject), "\(subject)")
            }
            #expect(try await voided(market) == [])
        }
    }

    @Test("are void when the reservation or the game came to nothing before they went")
    func moot() async throws {
        try await Market.open { market in
            let gone = try await market.buy("KR", points: 400)
            try await market.drainPayments()
            try await market.drainMail()
            _ = try await market.buy("KR")
            try await move(market, to: "2027-03-10T00:00:00Z")
            #expect(try await sweep(market).told == 2)
            _ = try await RequestRefund()(
                reservationID: gone.reservationID,
                by: .member(gone.memberID),
                on: market.connection
            )
            try await market.drainPayments()
            try await market.connection.script(
                "UPDATE outbox.clock SET simulated_at = '2027-03-10T00:00:00Z'"
            )
            #expect(try await sweep(market).gamesOut == 1)
            try await market.drainMail()
            #expect(
                Set(try await voided(market)) == [
                    "game_moved: the reservation is over",
                    "game_moved: the game is out or cancelled",
                ]
            )
        }
    }

    @Test("say that it is cancelled, once what is paid, unpaid or in the air is on its way back")
    func cancelled() async throws {
        try await Market.open { market in
            let paid = try await market.buy("KR", points: 400)
            try await market.drainPayments()
            let unsent = try await market.buy("KR")
            try await cancel(market)
            let result = try await sweep(market)
            #expect(result.refunds == 1 && result.withdrawn == 1)
            try await market.drainPayments()
            try await market.drainPoints()
            try await market.drainMail()
            #expect(try await market.state(paid) == "refunded|refunded|-")
            #expect(try await market.state(unsent) == "failed|cancelled|game_cancelled")
            #expect(try await market.truth().charged == ["59400 KRW, 59400 back"])
            #expect(try await market.balance(paid) == "400|0")
            let subjects = try await market.truth().mails.map(\.subject)
            #expect(subjects.filter { $0 == "“Sea of Stars” has been cancelled" }.count == 1)
            #expect(try await sweep(market) == .init())
        }
    }
}
