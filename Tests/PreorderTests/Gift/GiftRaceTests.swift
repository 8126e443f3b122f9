import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Accept, decline, cancel and expire at the same moment", .inTurn)
struct GiftRaceTests {
    private static let races = 2_000

    /// What the four are told; nil is the sweep, which is told nothing.
    private func outcomes(
        _ gift: ManyGift,
        _ connections: [Connection]
    ) async throws -> [GiftOutcome] {
        let gifts = Gifts()
        return try await withThrowingTaskGroup(of: GiftOutcome?.self) { group in
            group.addTask {
                try await gifts.accept(gift.giftID, by: gift.recipientID, on: connections[0])
            }
            group.addTask {
                try await gifts.decline(gift.giftID, by: gift.recipientID, on: connections[1])
            }
            group.addTask {
                try await gifts.cancel(gift.giftID, by: gift.senderID, on: connections[2])
            }
            group.addTask {
                // To the sweep the period is over already, of this gift and of those before.
                _ = try await ExpireGifts.run(asOf: gift.expiresAt, limit: 1, on: connections[3])
                return nil
            }
            return try await group.reduce(into: []) { all, outcome in
                if let outcome { all.append(outcome) }
            }
        }
    }

    @Test("exactly one wins, the others learn which, and at most one refund is opened")
    func races() async throws {
        let store = try await Store.open()
        let gifts = try await store.offerMany(Self.races, senders: 40)
        #expect(gifts.count == Self.races)
        var connections: [Connection] = []
        for _ in 0..<4 { connections.append(try await store.connect()) }
        var told: [[GiftOutcome]] = []
        for gift in gifts { told.append(try await outcomes(gift, connections)) }
        let statuses = Dictionary(
            uniqueKeysWithValues: try await store.connection.query(ReadStatuses())
        )
        var won: [GiftStatus: Int] = [:]
        for (gift, outcomes) in zip(gifts, told) {
            let status = try #require(statuses[gift.giftID])
            let winners = outcomes.filter { if case .became = $0 { true } else { false } }
            #expect(winners.count == (status == .expired ? 0 : 1), "\(outcomes)")
            for outcome in outcomes {
                switch outcome {
                case .became(let told, _), .was(let told, _): #expect(told == status)
                case .refused(let refusal): Issue.record("\(refusal)")
                }
            }
            won[status, default: 0] += 1
        }
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

    @Test("a gift and a purchase of the same game: the recipient ends with it once")
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

/// Where every gift stands.
private struct ReadStatuses: Statement {
    static let sql = "SELECT gift_id, status FROM preorder.gift"

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> (UUID, GiftStatus) {
        let giftID: UUID = try row.next()
        let text: String = try row.next()
        guard let status = GiftStatus(rawValue: text) else {
            throw .unexpectedResult(statement: Self.name, reason: "unknown status \(text)")
        }
        return (giftID, status)
    }
}
