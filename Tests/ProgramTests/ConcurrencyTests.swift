import Testing

@testable import reservoir_demo

@Suite("Many drains of every channel", .serialized)
struct ConcurrencyTests {
    @Test("change nothing in the result", arguments: [2, 10])
    func together(drains: Int) async throws {
        try await Stage.with(reservations: 60, lease: 40) { stage in
            for channel in ["payments", "points", "mail", "reports"] {
                try await withThrowingTaskGroup(of: ProgramRunner.Result.self) { group in
                    for _ in 0..<drains {
                        group.addTask { try await stage.run("reservoir-drain", [channel]) }
                    }
                    for try await result in group {
                        #expect(result.status == 0, "\(result.output)")
                    }
                }
            }
            let broken = try await stage.finish()
            #expect(broken == [])
        }
    }
}
