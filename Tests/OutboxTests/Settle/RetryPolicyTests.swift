import TestTurns
import Testing

@testable import Outbox

@Suite("A retry policy", .inTurn)
struct RetryPolicyTests {
    @Test(
        "doubles the delay up to its cap",
        arguments: [(0, 1), (1, 2), (5, 32), (6, 60), (90, 60)]
    )
    func doubles(failures: Int, seconds: Int) {
        let delay = RetryPolicy.delay(
            base: .seconds(1),
            cap: .seconds(60),
            failures: failures,
            jitter: .none
        )
        #expect(delay == .seconds(seconds))
    }

    @Test("draws from the whole range, never 0")
    func jitter() {
        for _ in 0..<200 {
            let delay = RetryPolicy.delay(
                base: .seconds(1),
                cap: .seconds(1),
                failures: 3,
                jitter: .system
            )
            #expect(delay >= .milliseconds(1) && delay <= .seconds(1))
        }
    }
}
