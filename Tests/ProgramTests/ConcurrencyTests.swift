import Testing

@testable import reservoir_demo

@Suite("Many drains of every channel", .serialized)
struct ConcurrencyTests {
    @Test("change nothing in the result", arguments: [2, 10])
    func together(drains: Int) async throws {
        try await Stage.with(reservations: 60) { stage in
            for channel in ["payments", "points", "mail", "reports"] {
                try await withThrowingTaskGroup(of: Int32.self) { group in
                    for _ in 0..<drains {
                        group.addTask { try await stage.run("reservoir-drain", [channel]).status }
                    }
                    for try await status in group {
                        #expect(status == 0)
                    }
                }
            }
            let broken = try await stage.finish()
            #expect(broken == [])
        }
    }
}
