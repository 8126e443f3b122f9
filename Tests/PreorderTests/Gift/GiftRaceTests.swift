import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Accept, decline, cancel and expire at the same moment", .inTurn)
struct GiftRaceTests {
    private static let races = 300

    private func outcomes(
        _ given: Given,
        _ connections: [Connection]
    ) async throws -> [GiftOutcome] {
        let gifts = Gifts()
        let (id, recipient, sender) = (given.giftID, given.recipientID, given.senderID)
        return try await withThrowingTaskGroup(of: GiftOutcome?.self) { group in
            group.addTask { try await gifts.accept(id, by: recipient, on: connections[0]) }
            group.addTask { try await gifts.decline(id, by: recipient, on: connections[1]) }
            group.addTask { try await gifts.cancel(id, by: sender, on: connections[2]) }
            group.addTask { try await gifts.accept(id, by: recipient, on: connections[3]) }
            group.addTask {
                // To the sweep the period is over already.
                let lapsed = try Store.instant("2027-02-01T00:00:00Z")
                _ = try await ExpireGifts.run(asOf: lapsed, limit: 1, on: connections[4])
                return nil
            }
            return try await group.reduce(into: []) { all, outcome in
                if let outcome { all.append(outcome) }
            }
        }
    }

    @Test(
        "exactly one wins, the others learn which, and at most one refund is opened",
        .timeLimit(.minutes(3))
    )
    func races() async throws {
        let store = try await Store.open()
        var connections: [Connection] = []
        for _ in 0..<5 { connections.append(try await store.connect()) }
        var won: [GiftStatus: Int] = [:]
        let sender = try await store.join()
        for _ in 0..<Self.races {
            let recipient = try await store.join()
            try await store.grant(100, to: sender)
            var request = try store.request(sender, points: 100)
            request.gift = GiftWish(recipientID: recipient, message: "for you")
            let receipt = try await store.reserve(request)
            _ = try await store.submit(receipt.paymentID, by: sender)
            try await store.settle(
                receipt.paymentID,
                .applied(gatewayPaymentID: "pay_\(receipt.paymentID)")
            )
            let given = Given(
                giftID: try #require(receipt.giftID),
                receipt: receipt,
                senderID: sender,
                recipientID: recipient
            )
            let outcomes = try await outcomes(given, connections)
            let state = try await store.state(given).split(separator: "|").first
            let status = try #require(state.flatMap { GiftStatus(rawValue: String($0)) })
            let winners = outcomes.filter {
                if case .became = $0 { true } else { false }
            }
            #expect(winners.count == (status == .expired ? 0 : 1), "\(outcomes)")
            for outcome in outcomes {
                switch outcome {
                case .became(let told, _), .was(let told, _): #expect(told == status)
                case .refused(let refusal): Issue.record("\(refusal)")
                }
            }
            won[status, default: 0] += 1
        }
        #expect(won.values.reduce(0, +) == Self.races)
        #expect(won.keys.allSatisfy { [.accepted, .declined, .cancelled, .expired].contains($0) })
        #expect(won.count > 1, "always the same winner: \(won)")
        #expect(try await store.brokenGifts() == [])
        #expect(try await store.brokenBooks() == [])
        for connection in connections { await connection.close() }
        await store.close()
    }

    private func together(
        _ given: Given,
        _ request: ReserveRequest,
        _ one: Connection,
        _ other: Connection
    ) async throws -> (GiftOutcome, ReserveOutcome) {
        async let accepted = Gifts().accept(given.giftID, by: given.recipientID, on: one)
        async let reserved = Reserve()(request, on: other)
        return try await (accepted, reserved)
    }

    @Test(
        "a gift and a purchase of the same game: the recipient ends with it once",
        .timeLimit(.minutes(1))
    )
    func purchase() async throws {
        let store = try await Store.open()
        let other = try await store.connect()
        for _ in 0..<40 {
            let given = try await store.offer()
            let request = try store.request(given.recipientID)
            let outcome = try await together(given, request, store.connection, other)
            switch outcome {
            case (.became(.accepted, _), .refused(.alreadyReserved)),
                (.refused(.alreadyOwned), .reserved):
                break
            case (let gift, let reservation): Issue.record("\(gift) and \(reservation)")
            }
        }
        #expect(try await store.brokenGifts() == [])
        await other.close()
        await store.close()
    }
}
