import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("Points over time", .inTurn)
struct PointsLifeTests {
    @Test(
        "no order of earning, spending, expiry and refunds loses or makes a point, or cash",
        arguments: PointsLife.offices,
        [1, 2] as [UInt64]
    )
    func lives(office: PointsLife.Office, seed: UInt64) async throws {
        var life = try await PointsLife(office, seed: seed)
        for number in 1...80 {
            try await life.step()
            let broken = try await life.store.brokenBooks()
            #expect(broken == [], "after step \(number)")
            if !broken.isEmpty { break }
        }
        try await life.end()
        let store = life.store
        #expect(try await store.brokenBooks() == [])
        #expect(try await store.brokenVerdict() == [])
        #expect(
            try await store.lines("SELECT count(*) FROM preorder.point_balance WHERE available > 0")
                == ["0"]
        )
        #expect(try await store.connection.query(CompareReports()).isEmpty)
        let owed = """
            SELECT points_owed FROM report.point_liability
            WHERE currency = '\(office.currency)' ORDER BY day DESC LIMIT 1
            """
        #expect(
            try await store.lines(owed)
                == (try await store.lines("SELECT sum(held) FROM preorder.point_balance"))
        )
        let kinds = try await store.lines("SELECT DISTINCT kind FROM preorder.point_entry")
        #expect(Set(kinds).isSuperset(of: ["earn", "expire", "hold", "spend"]))
        await store.close()
    }
}
