public import Postgres

/// What there is to see of the product's health, read from schema `report` alone.
public struct Vitals: Sendable {
    /// A channel's waiting messages.
    public struct Channel: Sendable {
        /// Its name.
        public var name: String

        /// Messages that a drain would claim now.
        public var due: Int64

        /// How long the oldest of them has waited; nil when none is due.
        public var oldestDueSeconds: Int64?

        /// Calls without a verdict.
        public var unknown: Int64

        /// How long ago the oldest of them was first sent; nil when there is none.
        public var oldestUnknownSeconds: Int64?

        /// Dead letters that nobody has decided.
        public var dead: Int64

        /// How old the oldest due message may grow.
        public var dueAgeMaxSeconds: Int64

        /// How old the oldest unknown may grow.
        public var unknownAgeMaxSeconds: Int64

        /// Messages that a live drain is working on.
        public var leased: Int64 = 0

        /// Messages that were put back, or written for later, and are not due yet.
        public var retrying: Int64 = 0

        /// Messages held back by an open breaker, a pause or a missing setting.
        public var held: Int64 = 0

        /// Messages behind an earlier one of their key that has no verdict.
        public var parked: Int64 = 0

        /// Payments that wait for their buyer.
        public var actionRequired: Int64 = 0
    }

    /// A batch that must run.
    public struct Batch: Sendable {
        /// Program and channel or task.
        public var name: String

        /// How long ago its last run that did not fail ended; nil: not watched yet.
        public var ageSeconds: Int64?

        /// How long ago that may be.
        public var ageMaxSeconds: Int64

        /// Whether a drain of it is alive.
        public var isRunning: Bool

        /// How its last run ended; nil while it runs, or if it died, or if there is none.
        public var lastResult: String?
    }

    /// Refunds that members are waiting for.
    public struct Refunds: Sendable {
        /// How many there are.
        public var waiting: Int64 = 0

        /// Those that the gateway refuses.
        public var refused: Int64 = 0

        /// Those due by the next business day, and not late.
        public var near: Int64 = 0

        /// Those past their legal day.
        public var late: Int64 = 0
    }

    /// A breaker that is not closed.
    public struct Breaker: Sendable {
        /// Its destination.
        public var destination: String

        /// How long it has been open.
        public var openSeconds: Int64
    }

    /// Something paused.
    public struct Pause: Sendable {
        /// Scope and name.
        public var name: String

        /// Whether a program paused it.
        public var isAutomatic: Bool
    }

    /// Domain time.
    public var now: Timestamp

    /// Whether the database is marked a simulation.
    public var isSimulation: Bool

    /// By name.
    public var channels: [Channel] = []

    /// By name.
    public var batches: [Batch] = []

    /// All countries together.
    public var refunds = Refunds()

    /// Those that are not closed, by destination.
    public var breakers: [Breaker] = []

    /// By name.
    public var pauses: [Pause] = []

    /// Days that the partitioned tables can be written to, the fewer of them.
    public var partitionDaysAhead: Int64 = 0

    /// How long the oldest alert has waited to be told; nil when none waits.
    public var oldestUntoldSeconds: Int64?

    /// Nothing to see yet.
    public init(now: Timestamp, isSimulation: Bool) {
        self.now = now
        self.isSimulation = isSimulation
    }

    /// Reads all of it, in one snapshot.
    ///
    /// - Throws: `PostgresError`.
    public static func read(on connection: Connection) async throws -> Vitals {
        try await connection.transaction(.snapshot) { tx in
            _ = try tx.query(LeaveUncompiled())
            let clock = try tx.only(ReadReportClock())
            var vitals = Vitals(now: clock.now, isSimulation: clock.isSimulation)
            vitals.channels = try tx.query(ReadChannelVitals())
            vitals.batches = try tx.query(ReadBatchVitals())
            vitals.refunds = try tx.only(ReadRefundVitals())
            vitals.breakers = try tx.query(ReadBreakerVitals())
            vitals.pauses = try tx.query(ReadPauseVitals())
            vitals.partitionDaysAhead = try tx.only(ReadPartitionVitals())
            vitals.oldestUntoldSeconds = try tx.only(ReadUntoldAlerts())
            return vitals
        }
    }
}
