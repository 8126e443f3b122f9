import Testing

@testable import reservoir_demo

@Suite("The opening minute", .serialized)
struct OpeningTests {
    @Test("too many are told so at once, and every reservation that was answered is there")
    func small() async throws {
        try await Stage.gate.alone {
            let result = try await ProgramRunner(environment: [:]).run(
                "reservoir-bench",
                ["opening", "--reservations", "200", "--rounds", "1", "--crowd", "200"]
            )
            #expect(result.status == 0, "\(result.output)")
            let crowd = try #require(
                result.output.firstMatch(of: /at once +(\d+) × 201, (\d+) × 503; nothing is lost/),
                "\(result.output)"
            )
            #expect((Int(crowd.1) ?? 0) + (Int(crowd.2) ?? 0) == 200)
            #expect(result.output.contains(/one caller +\d+ × 200, \d+ × 429/), "\(result.output)")
            #expect(result.output.contains(/over HTTP +\d+\.\d+ of the floor/), "\(result.output)")
        }
    }
}
