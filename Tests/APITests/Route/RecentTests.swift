import Synchronization
import Testing

@testable import API

@Suite("What was read a moment ago")
struct RecentTests {
    @Test("many who ask at once are answered by one reading")
    func shared() async throws {
        let readings = Mutex(0)
        let recent = Recent<Int, Int>(age: .seconds(60), entriesMax: 2) { key in
            readings.withLock { $0 += 1 }
            await Task.yield()
            return key * 2
        }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 { group.addTask { try await recent.value(4) } }
            for try await value in group { #expect(value == 8) }
        }
        #expect(readings.withLock { $0 } == 1)
        await recent.drop()
        _ = try await recent.value(4)
        #expect(readings.withLock { $0 } == 2)
        for key in 0..<10 { #expect(try await recent.value(key) == key * 2) }
    }

    @Test("an error is told and not kept")
    func error() async throws {
        let readings = Mutex(0)
        let recent = Recent<Int, Int>(age: .seconds(60), entriesMax: 2) { _ in
            let number = readings.withLock { count in
                count += 1
                return count
            }
            guard number > 1 else { throw Problem(.unavailable) }
            return number
        }
        await #expect(throws: Problem.self) { try await recent.value(1) }
        #expect(try await recent.value(1) == 2)
    }
}
