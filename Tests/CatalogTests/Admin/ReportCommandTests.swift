import Foundation
import Preorder
import TestTurns
import Testing

@Suite("reservoir-admin report", .inTurn)
struct ReportCommandTests {
    private let program = BuiltProgram(name: "reservoir-admin")

    @Test("compare lists what was not reported and ends with 65; rebuild corrects it, once")
    func rebuild() async throws {
        let shop = try await Shop.open()
        let ids = try await Members().add(
            [NewMember(country: "KR", language: "ko", name: "Kim", email: "kim@x.example")],
            on: shop.connection
        ).get()
        let id = try #require(ids.first)
        try await Members().grant(
            [PointGrant(memberID: id, points: 5)],
            by: .setUp,
            on: shop.connection
        ).get()
        let environment = ["DATABASE_URL": shop.conninfo]
        let before = try program.run(["report", "compare"], environment: environment)
        #expect(before.status == 65, "\(before.errors)")
        #expect(before.output.contains("member_points"))
        #expect(before.output.contains(id.uuidString.lowercased()))
        let first = try program.run(["report", "rebuild", "--json"], environment: environment)
        #expect(first.output == "{\"changed\":1}\n", "\(first.errors)")
        let admin = shop.conninfo.replacing("user='postgres'", with: "user='reservoir_admin'")
        let asAdmin = try program.run(["report", "compare"], environment: ["DATABASE_URL": admin])
        #expect(asAdmin.status == 0, "\(asAdmin.errors)")
        let second = try program.run(["report", "rebuild"], environment: environment)
        #expect(second.output == "nothing to correct\n")
        let after = try program.run(["report", "compare"], environment: environment)
        #expect(after.status == 0)
        #expect(after.output == "the reporting tables are what the domain says\n")
        await shop.close()
    }
}
