import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Discounts", .inTurn)
struct DiscountTests {
    @Test("two discounts of a game cannot overlap, and the refusal names the other one")
    func overlap() async throws {
        let shop = try await Shop.open()
        let first = try await Discounts().register(try shop.quarterOff(), on: shop.connection).get()
        var second = try shop.quarterOff()
        second.from = try Shop.instant("2026-12-07T23:59:59Z")
        second.until = try Shop.instant("2026-12-20T00:00:00Z")
        let refused = try await Discounts().register(second, on: shop.connection)
        guard case .failure(.overlaps(let other?)) = refused else {
            Issue.record("not refused: \(refused)")
            return
        }
        #expect(other.discountID == first)
        #expect(DiscountRefusal.overlaps(other).description.contains(first.uuidString.lowercased()))
        second.from = try Shop.instant("2026-12-08T00:00:00Z")
        _ = try await Discounts().register(second, on: shop.connection).get()
        await shop.close()
    }

    @Test("of ten managers who register the same discount at once exactly one succeeds")
    func race() async throws {
        let shop = try await Shop.open()
        let draft = try shop.quarterOff()
        let accepted = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    let own = try await Connection.connect(
                        ConnectionConfiguration(conninfo: shop.conninfo)
                    )
                    let result = try await Discounts().register(draft, on: own)
                    await own.close()
                    switch result {
                    case .success: return true
                    case .failure: return false
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(accepted == 1)
        await shop.close()
    }

    @Test("a manager acts within their own country only")
    func managers() async throws {
        let shop = try await Shop.open()
        let american = UUID()
        try await shop.connection.script(
            "INSERT INTO preorder.manager VALUES ('\(american)', 'US', 'Sam')"
        )
        var draft = try shop.quarterOff()
        draft.by = .manager(american)
        #expect(
            try await Discounts().register(draft, on: shop.connection)
                == .failure(.staff(.otherCountry(of: "US")))
        )
        draft.by = .manager(UUID())
        #expect(
            try await Discounts().register(draft, on: shop.connection)
                == .failure(.staff(.unknownManager))
        )
        await shop.close()
    }

    @Test("ending a discount closes its period and keeps who did it, and it ends only once")
    func end() async throws {
        let shop = try await Shop.open()
        let id = try await Discounts().register(try shop.quarterOff(), on: shop.connection).get()
        try await shop.connection.script(
            "UPDATE outbox.clock SET simulated_at = '2026-11-24T12:00:00Z'"
        )
        try await Discounts()
            .end(id, by: .administrator("bob"), reason: "sold out", on: shop.connection).get()
        let kept = try await shop.connection.only(ReadDiscounts(gameID: shop.gameID))
        #expect(kept.until == Timestamp("2026-11-24T12:00:00Z"))
        #expect(kept.endedBy == "bob")
        #expect(kept.reason == "launch week" && kept.endedReason == "sold out")
        let again = try await Discounts()
            .end(id, by: .administrator("bob"), reason: "again", on: shop.connection)
        guard case .failure(.over) = again else {
            Issue.record("ended twice: \(again)")
            return
        }
        await shop.close()
    }

    @Test("a discount that was ended before it began makes room for another")
    func endedEarly() async throws {
        let shop = try await Shop.open()
        var draft = try shop.quarterOff()
        draft.from = try Shop.instant("2026-12-01T00:00:00Z")
        let id = try await Discounts().register(draft, on: shop.connection).get()
        try await Discounts()
            .end(id, by: .administrator("bob"), reason: "mistake", on: shop.connection).get()
        _ = try await Discounts().register(draft, on: shop.connection).get()
        await shop.close()
    }

    @Test("what cannot be a discount is refused with its reason and leaves nothing")
    func refusals() async throws {
        let shop = try await Shop.open()
        let good = try shop.quarterOff()
        let past = try Shop.instant("2026-11-01T00:00:00Z")
        let cases: [(DiscountRefusal, @Sendable (inout DiscountDraft) -> Void)] = [
            (.amount, { $0.amount = 0 }), (.amount, { $0.amount = 10_001 }),
            (
                .amount,
                {
                    $0.policy = "amount"
                    $0.amount = 59_801
                }
            ),
            (.unknownPolicy("bogo", known: ["amount", "percent"]), { $0.policy = "bogo" }),
            (.period, { $0.until = $0.from }), (.notSold, { $0.country = "US" }),
            (.notSold, { $0.gameID = UUID() }), (.staff(.noReason), { $0.reason = " " }),
            (.staff(.noReason), { $0.by = .administrator("") }),
            (
                .past,
                {
                    $0.from = past
                    $0.until = past + .seconds(60)
                }
            ),
        ]
        for (refusal, change) in cases {
            var draft = good
            change(&draft)
            #expect(
                try await Discounts().register(draft, on: shop.connection) == .failure(refusal)
            )
        }
        #expect(try await shop.lines("SELECT count(*) FROM preorder.discount") == ["0"])
        await shop.close()
    }
}
