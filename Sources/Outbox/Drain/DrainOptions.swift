public import Foundation
public import Postgres

/// How a drain runs.
///
/// Every loop and wait of a run is bounded by one of these.
public struct DrainOptions: Sendable {
    /// The channel to drain.
    public var channel: String

    /// Identifies the run in every log line and row it writes.
    public var runID: UUID

    /// Most messages taken in hand at once.
    public var batchSize: Int = 1_000

    /// Most calls in the air at once, on an external channel.
    public var concurrency: Int = 16

    /// How long a lane stays ours without a sign of life, in real time.
    public var lease: Duration = .seconds(30)

    /// How long to keep looking for new messages after nothing is left.
    public var linger: Duration = .zero

    /// Domain time to use instead of the database's; never in the future of a real database.
    public var asOf: Timestamp?

    /// Only ask about what has no verdict; claim nothing new.
    public var onlyUnresolved = false

    /// The source of random delays.
    public var jitter: Jitter = .system

    /// The program's name, kept with what it voids.
    public var program: String = "reservoir-drain"

    /// How long an idle drain waits before it looks again.
    public var poll: Duration = .milliseconds(200)

    /// Told of each message that an external channel worked on, once what became of it is
    /// committed; for logs.
    public var note: (@Sendable (SettledMessage) -> Void)?

    /// A drain of `channel` with the usual settings.
    public init(channel: String, runID: UUID) {
        self.channel = channel
        self.runID = runID
    }
}
