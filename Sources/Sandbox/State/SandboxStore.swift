import Synchronization

/// The world behind one lock: every step is short, and is in the journal before it is visible.
final class SandboxStore: Sendable {
    private let state: Mutex<State>

    struct State: Sendable {
        var world = World()
        var faults: FaultPlan
        var inFlight: Set<KeyScope> = []

        /// The gateways whose webhooks have a receiver.
        var told: Set<Gateway> = []
        var baseURL = ""
        let periods: SandboxPeriods
        var journal: Journal?

        var surroundings: Surroundings {
            Surroundings(baseURL: baseURL, faults: faults, periods: periods)
        }

        /// Writes a step to the journal, then lets it take effect.
        mutating func commit(_ changes: Changes) throws(SandboxError) {
            let changes = telling(changes)
            try journal?.append(changes)
            world.apply(changes)
        }

        /// Lets what was due by now happen first.
        mutating func mature(at now: Instant) throws(SandboxError) {
            for changes in world.dueChanges(at: now) { try commit(changes) }
        }
    }

    /// Opens the journal, if there is one, and takes up where it ends.
    init(
        faults: FaultPlan,
        periods: SandboxPeriods,
        journalPath: String?
    ) throws(SandboxError) {
        var journal: Journal?
        if let journalPath { journal = try Journal(path: journalPath) }
        var state = State(faults: faults, periods: periods, journal: journal)
        for changes in try journal?.readBack() ?? [] { state.world.apply(changes) }
        self.state = Mutex(state)
    }

    /// A copy of the world once what was due by now has happened.
    func world(at now: Instant) throws(SandboxError) -> World {
        try withState { state throws(SandboxError) in
            try state.mature(at: now)
            return state.world
        }
    }

    /// The world as it is, without letting time pass.
    var clockSetting: ClockSetting {
        state.withLock { $0.world.clock }
    }

    var faults: FaultPlan {
        get { state.withLock { $0.faults } }
        set { state.withLock { $0.faults = newValue } }
    }

    /// Known once the server listens.
    func serve(at baseURL: String) {
        withValue { $0.baseURL = baseURL }
    }

    /// Gives the journal back, so that another sandbox can take it up; nothing may be done
    /// afterwards.
    ///
    /// Connections that are just ending keep the store a little longer than the sandbox lasts.
    func close() {
        withValue { $0.journal = nil }
    }

    /// Changes what is not in the journal.
    func withValue(_ body: (inout State) -> Void) {
        state.withLock { body(&$0) }
    }

    /// One step under the lock.
    func withState<Value: Sendable>(
        _ body: (inout State) throws(SandboxError) -> Value
    ) throws(SandboxError) -> Value {
        try state.withLock { state throws(SandboxError) in try body(&state) }
    }
}
