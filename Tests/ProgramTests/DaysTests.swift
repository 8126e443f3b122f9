import Testing

@testable import reservoir_demo

@Suite("The demo, day by day", .serialized)
struct DaysTests {
    @Test("lives a fortnight with gifts and releases, one moved and one cancelled; the books agree")
    func fortnight() async throws {
        try await Stage.gate.alone {
            let result = try await ProgramRunner(environment: [:]).run(
                "reservoir-demo",
                ["--days", "14", "--reservations", "80", "--seed", "3", "--json"]
            )
            #expect(result.status == 0, "\(result.output)")
            #expect(result.output.contains(#""agree":true"#), "\(result.output)")
        }
    }
}
