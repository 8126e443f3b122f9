import Foundation
import Postgres
import Preorder
import TestTurns
import Testing

@Suite("The programs about points", .inTurn)
struct PointsProgramTests {
    private let admin = BuiltProgram(name: "reservoir-admin")
    private let sweep = BuiltProgram(name: "reservoir-sweep")

    private func join(_ shop: Shop) async throws -> String {
        let members = try await Members().add(
            [NewMember(country: "KR", language: "ko", name: "Kim", email: "kim@x.example")],
            on: shop.connection
        ).get()
        return try #require(members.first).uuidString.lowercased()
    }

    @Test("give and take points with a name and a reason, and show lots and entries")
    func adjust() async throws {
        let shop = try await Shop.open()
        let environment = ["DATABASE_URL": shop.conninfo]
        let member = try await join(shop)
        let staff = ["--by", "ada", "--reason", "a correction"]
        let given = try admin.run(
            ["points", "adjust", member, "500"] + staff,
            environment: environment
        )
        #expect(given.output == "gave 500 points\n", "\(given.errors)")
        let taken = try admin.run(
            ["points", "adjust"] + staff + ["--", member, "-120"],
            environment: environment
        )
        #expect(taken.output == "took 120 points\n", "\(taken.errors)")
        let refused = try admin.run(
            ["points", "adjust"] + staff + ["--", member, "-381"],
            environment: environment
        )
        #expect(refused.status == 64)
        #expect(refused.errors.contains("only 380 points can be taken"))
        let unsaid = try admin.run(["points", "adjust", member, "5"], environment: environment)
        #expect(unsaid.status == 64)
        let shown = try admin.run(["points", "show", member], environment: environment)
        #expect(shown.output.hasPrefix("380 points available, 0 held\n"), "\(shown.errors)")
        #expect(shown.output.contains(/grant +500 +380 +2027-11-23/))
        #expect(shown.output.contains(/adjust +120 +available +issued/))
        let json = try admin.run(["points", "show", member, "--json"], environment: environment)
        #expect(json.output.contains("\"available\":380"))
        #expect(json.output.contains("\"remaining\":380"))
        await shop.close()
    }

    @Test(
        "a sweep that is killed around a commit loses nothing and repeats nothing",
        arguments: ["points-expire", "points-notice"],
        ["before-commit", "after-commit"]
    )
    func killed(step: String, at side: String) async throws {
        let shop = try await Shop.open()
        let environment = ["DATABASE_URL": shop.conninfo]
        let member = try await join(shop)
        let id = try #require(UUID(uuidString: member))
        let grants = (1...3).map { PointGrant(memberID: id, points: $0) }
        try await Members().grant(grants, by: .setUp, on: shop.connection).get()
        try await shop.connection.script(
            """
            UPDATE preorder.point_lot SET expires_at = '2026-11-23T11:00Z' WHERE granted = 1;
            UPDATE preorder.point_lot SET expires_at = '2026-12-01T00:00Z' WHERE granted = 2
            """
        )
        let killed = try sweep.run(
            ["points"],
            environment: environment.merging(["RESERVOIR_CRASH_AT": "\(step):\(side)"]) { $1 }
        )
        #expect(killed.status == SIGKILL, "\(step):\(side) was not reached: \(killed.errors)")
        for _ in 0..<2 {
            let again = try sweep.run(["points"], environment: environment)
            #expect(again.status == 0, "\(again.errors)")
        }
        #expect(
            try await shop.lines(
                """
                SELECT (SELECT available FROM preorder.point_balance),
                       (SELECT count(*) FROM preorder.point_entry WHERE kind = 'expire'),
                       (SELECT count(*) FROM outbox.message WHERE kind = 'points_expiring'),
                       (SELECT count(*) FROM preorder.point_lot WHERE noticed_at IS NOT NULL)
                """
            ) == ["5\t1\t1\t1"]
        )
        await shop.close()
    }

    @Test("the sweep says in one line what it did")
    func summary() async throws {
        let shop = try await Shop.open()
        let environment = ["RESERVOIR_SWEEP_POINTS_DATABASE_URL": shop.conninfo]
        let id = try #require(UUID(uuidString: try await join(shop)))
        try await Members().grant(
            [PointGrant(memberID: id, points: 70)],
            by: .setUp,
            on: shop.connection
        ).get()
        let run = try sweep.run(
            ["points", "--json", "--as-of", "2027-11-23T12:00:00Z"],
            environment: environment
        )
        for part in ["\"lots_expired\":1", "\"points_expired\":70", "\"members_told\":0"] {
            #expect(run.output.contains(part), "\(run.output) \(run.errors)")
        }
        await shop.close()
    }
}
