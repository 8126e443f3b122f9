/// One request to the server and what has been done to hurry it.
struct Exchange {
    /// What errors call the request.
    let name: String

    /// When patience ends: first the request's deadline, then the end of the grace period.
    var deadline: ContinuousClock.Instant

    /// Whether a cancel request may be sent.
    ///
    /// Not for COMMIT: it would silently give up a synchronous standby that COMMIT waits for.
    let cancellable: Bool

    /// How long the server may take to confirm a cancellation.
    private let grace: Duration

    /// The request to stop, once sent.
    private(set) var cancelRequest: CancelRequest?

    /// Why it was sent.
    private(set) var interruption: PostgresError?

    init(name: String, within limit: Duration, grace: Duration, cancellable: Bool) {
        self.name = name
        // Ten years stand for "no deadline"; more would overflow the clock.
        self.deadline = .now + min(limit, .seconds(315_360_000))
        self.grace = grace
        self.cancellable = cancellable
    }

    /// Asks the server to stop and starts the grace period.
    mutating func interrupt(_ reason: PostgresError, on connection: OpaquePointer) {
        interruption = reason
        cancelRequest = CancelRequest(connection)
        deadline = .now + grace
    }
}
