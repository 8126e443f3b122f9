import Testing

@testable import API

@Suite("The token bucket")
struct RateLimiterTests {
    @Test("a burst is let through, then as many as the rate allows")
    func bucket() throws {
        let limiter = RateLimiter(perSecond: 2, burst: 3)
        let start = ContinuousClock.now
        #expect((0..<3).allSatisfy { _ in limiter.take("a", at: start) == nil })
        let wait = try #require(limiter.take("a", at: start))
        #expect(wait > .zero && wait <= .milliseconds(500))
        #expect(limiter.take("b", at: start) == nil)
        #expect(limiter.take("a", at: start + .milliseconds(500)) == nil)
        #expect(limiter.take("a", at: start + .milliseconds(500)) != nil)
    }
}
