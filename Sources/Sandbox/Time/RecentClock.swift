/// A clock that is expensive to read, asked at most once in a while.
///
/// Between two askings the last instant is told again, so a call may see the time as it was up to
/// `freshness` ago; while an asking is under way, others are told the last instant too. When the
/// source fails, time stands still: a gateway does not stop because the shop's database does.
actor RecentClock: SandboxClock {
    private let source: any SandboxClock
    private let freshness: Duration
    private let elapsed: @Sendable () -> Duration

    private var last: (instant: Instant, askedAt: Duration)?
    private var isAsking = false

    /// `elapsed` is a time that only goes forward; the machine's unless a test has its own.
    init(
        _ source: any SandboxClock,
        freshness: Duration,
        elapsed: @escaping @Sendable () -> Duration = RecentClock.sinceStart()
    ) {
        self.source = source
        self.freshness = freshness
        self.elapsed = elapsed
    }

    func now() async throws(SandboxError) -> Instant {
        let askedAt = elapsed()
        if let last, isAsking || askedAt - last.askedAt < freshness { return last.instant }
        isAsking = true
        defer { isAsking = false }
        let instant = try await instant(after: last?.instant)
        last = (instant, askedAt)
        return instant
    }

    /// What the source says, or what it last said when it says nothing.
    private func instant(after earlier: Instant?) async throws(SandboxError) -> Instant {
        do {
            return try await source.now()
        } catch {
            guard let earlier else { throw error }
            return earlier
        }
    }

    private static func sinceStart() -> @Sendable () -> Duration {
        let start = ContinuousClock.now
        return { ContinuousClock.now - start }
    }
}
