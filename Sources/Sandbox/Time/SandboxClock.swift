/// Where the sandbox reads the time from: key windows, expiry and the dates in answers follow it.
public protocol SandboxClock: Sendable {
    /// The present instant.
    ///
    /// - Throws: `SandboxError.clockFailed` when the time cannot be read; the call that asked is
    ///   then answered with 503 and changes nothing.
    func now() async throws(SandboxError) -> Instant
}
