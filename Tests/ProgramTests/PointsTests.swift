import Postgres
import Preorder
import Testing

@testable import reservoir_demo

@Suite("Points over time, through the programs", .serialized)
struct PointsTests {
    @Test("members are told once before points expire, then they expire, and the books agree")
    func expiry() async throws {
        try await Stage.with { stage in
            // Points expire after 90 days; the notice is 30.
            try await stage.connection.script("UPDATE preorder.policy SET point_validity_days = 90")
            try await stage.story.runBatches(until: stage.connection)
            try await wait(days: 75, stage)
            async let first = stage.run("reservoir-sweep", ["points"])
            async let second = stage.run("reservoir-sweep", ["points"])
            #expect(try await [first, second].allSatisfy { $0.status == 0 })
            let told = try await stage.number(
                "SELECT count(*) FROM outbox.message WHERE kind = 'points_expiring'"
            )
            #expect(told > 3)
            try await stage.connection.script(
                """
                UPDATE preorder.member SET erased_at = outbox.now(), name = 'x', email = ''
                WHERE member_id = (SELECT min(key::text)::uuid FROM outbox.message
                                   WHERE kind = 'points_expiring')
                """
            )
            try await stage.story.runBatches(until: stage.connection)
            #expect(
                try await stage.number(
                    """
                    SELECT count(*) FROM outbox.voided AS v JOIN outbox.message AS m
                      ON m.id = v.message_id AND m.kind = 'points_expiring'
                    WHERE v.reason = 'the member was erased'
                    """
                ) == 1
            )
            try await wait(days: 20, stage)
            #expect(try await stage.run("reservoir-sweep", ["points"]).status == 0)
            let broken = try await stage.finish()
            #expect(broken == [])
            #expect(
                try await stage.number(
                    """
                    SELECT count(*) FROM truth_mail AS t JOIN outbox.message AS m
                      ON t.message_id LIKE '%m' || m.id || '@%' AND m.kind = 'points_expiring'
                    """
                ) == told - 1
            )
            #expect(
                try await stage.number(
                    "SELECT count(*) FROM preorder.point_entry WHERE kind = 'expire'"
                ) > 0
            )
            #expect(try await stage.connection.query(CompareReports()).isEmpty)
        }
    }

    private func wait(days: Int, _ stage: Stage) async throws {
        try await stage.connection.script(
            "UPDATE outbox.clock SET simulated_at = simulated_at + interval '\(days) days'"
        )
    }
}
