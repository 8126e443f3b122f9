import Foundation
import Postgres
import Testing

@testable import reservoir_demo

@Suite("Gifts, through the programs", .serialized)
struct GiftTests {
    @Test("accepted, declined, cancelled and left alone, they end with books that agree")
    func answered() async throws {
        try await Stage.with(.given(24)) { stage in
            var story = stage.story
            story.givesOneIn = 1
            try await story.runBatches(until: stage.connection)
            try await story.answerGifts(on: stage.connection)
            try await story.waitForGifts(on: stage.connection)
            let broken = try await stage.finish()
            #expect(broken == [])
            for status in ["accepted", "declined", "cancelled", "expired", "void"] {
                let count = "SELECT count(*) FROM preorder.gift WHERE status = '\(status)'"
                #expect(try await stage.number(count) > 0, "\(status)")
            }
            #expect(
                try await stage.number(
                    """
                    SELECT count(*) FROM preorder.gift JOIN preorder.refund USING (reservation_id)
                    WHERE gift.status IN ('declined', 'cancelled', 'expired')
                      AND refund.status <> 'completed'
                    """
                ) == 0
            )
        }
    }

    @Test("recipients are reminded once a gift, and the sweeps of several hosts expire each once")
    func swept() async throws {
        try await Stage.with(.giftsLapsing) { stage in
            async let first = stage.run("reservoir-sweep", ["gifts"])
            async let second = stage.run("reservoir-sweep", ["gifts"])
            #expect(try await [first, second].allSatisfy { $0.status == 0 })
            let offered = try await stage.number(
                "SELECT count(*) FROM preorder.gift WHERE status = 'offered'"
            )
            #expect(offered > 3)
            #expect(try await reminders(stage) == offered)
            try await stage.connection.execute(MoveClock(seconds: 7 * 86_400))
            async let third = stage.run("reservoir-sweep", ["gifts"])
            async let fourth = stage.run("reservoir-sweep", ["gifts"])
            #expect(try await [third, fourth].allSatisfy { $0.status == 0 })
            let broken = try await stage.finish()
            #expect(broken == [])
            #expect(try await reminders(stage) == offered)
            let refunded = """
                SELECT count(*) FROM preorder.gift JOIN preorder.refund USING (reservation_id)
                WHERE gift.status = 'expired' AND refund.status = 'completed'
                """
            #expect(try await stage.number(refunded) == offered)
        }
    }

    private func reminders(_ stage: Stage) async throws -> Int {
        try await stage.number("SELECT count(*) FROM outbox.message WHERE kind = 'gift_reminder'")
    }
}
