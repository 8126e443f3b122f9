import Synchronization

/// A token bucket for each caller.
///
/// A bucket that is full again is as good as none, so only those of the last moments are kept.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: ContinuousClock.Instant
    }

    private let perSecond: Double
    private let burst: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    /// So many buckets fit into a few megabytes; beyond it the full ones are thrown away.
    private static let bucketsMax = 50_000

    init(perSecond: Int, burst: Int) {
        self.perSecond = Double(max(1, perSecond))
        self.burst = Double(max(1, burst))
    }

    /// Takes a token of the caller's; how long until there is one, when there is none.
    func take(_ caller: String, at now: ContinuousClock.Instant = .now) -> Duration? {
        buckets.withLock { buckets in
            if buckets.count >= Self.bucketsMax, buckets[caller] == nil { throwAway(&buckets, now) }
            var bucket = buckets[caller] ?? Bucket(tokens: burst, filledAt: now)
            bucket.tokens = tokens(of: bucket, at: now)
            bucket.filledAt = now
            let isThere = bucket.tokens >= 1
            if isThere { bucket.tokens -= 1 }
            buckets[caller] = bucket
            return isThere ? nil : .seconds((1 - bucket.tokens) / perSecond)
        }
    }

    private func tokens(of bucket: Bucket, at now: ContinuousClock.Instant) -> Double {
        let elapsed = (now - bucket.filledAt) / .seconds(1)
        return min(burst, bucket.tokens + max(0, elapsed) * perSecond)
    }

    private func throwAway(_ buckets: inout [String: Bucket], _ now: ContinuousClock.Instant) {
        buckets = buckets.filter { tokens(of: $0.value, at: now) < burst }
        // All of them busy: forget them rather than grow without end.
        if buckets.count >= Self.bucketsMax { buckets = [:] }
    }
}
