import Synchronization
import TestTurns
import Testing

@testable import Sandbox

@Suite("A clock that is expensive to read", .inTurn)
struct RecentClockTests {
    /// Tells how often it was asked as the time; fails as long as it is told to.
    private final class Source: SandboxClock {
        let asked = Mutex(0)
        let fails = Mutex(false)

        func now() throws(SandboxError) -> Instant {
            if fails.withLock({ $0 }) { throw .clockFailed("told to") }
            return Instant(
                microseconds: asked.withLock {
                    $0 += 1
                    return Int64($0)
                }
            )
        }
    }

    private final class Elapsed: Sendable {
        let time = Mutex(Duration.zero)
    }

    @Test("it is asked once in 50 ms however often it is read")
    func freshness() async throws {
        let source = Source()
        let elapsed = Elapsed()
        let clock = RecentClock(source, freshness: .milliseconds(50)) {
            elapsed.time.withLock { $0 }
        }
        var seen: [Int64] = []
        for milliseconds in [0, 10, 49, 50, 60, 99, 100] {
            elapsed.time.withLock { $0 = .milliseconds(milliseconds) }
            seen.append(try await clock.now().microseconds)
        }
        #expect(seen == [1, 1, 1, 2, 2, 2, 3])
    }

    @Test("time stands still while its source fails")
    func standstill() async throws {
        let source = Source()
        let elapsed = Elapsed()
        let clock = RecentClock(source, freshness: .milliseconds(50)) {
            elapsed.time.withLock { $0 }
        }
        _ = try await clock.now()
        source.fails.withLock { $0 = true }
        elapsed.time.withLock { $0 = .milliseconds(50) }
        #expect(try await clock.now().microseconds == 1)
        source.fails.withLock { $0 = false }
        elapsed.time.withLock { $0 = .milliseconds(100) }
        #expect(try await clock.now().microseconds == 2)
    }

    @Test("a first failure is told, and the next read asks again")
    func failure() async throws {
        let source = Source()
        source.fails.withLock { $0 = true }
        let clock = RecentClock(source, freshness: .milliseconds(50)) { .zero }
        await #expect(throws: SandboxError.clockFailed("told to")) { try await clock.now() }
        source.fails.withLock { $0 = false }
        #expect(try await clock.now().microseconds == 1)
    }

    @Test("a clock that cannot be read answers 503, and POST /_clock is refused")
    func followedClock() async throws {
        let source = Source()
        try await withSandbox {
            $0.clock = source
        } _: { client in
            let set = try #require(
                try await client.send("POST", "/_clock", body: #"{"at":null}"#)
            )
            #expect(set.status == 409)
            source.fails.withLock { $0 = true }
            let answer = try await client.stripe(
                "POST",
                "payment_intents",
                "amount=100&currency=usd",
                key: "k"
            )
            #expect(answer.status == 503)
            source.fails.withLock { $0 = false }
            #expect(try await client.control("/_truth").count("charges") == 0)
        }
    }
}
