/// A clock that stands still where `POST /_clock` set it, and otherwise is another clock.
struct SettableClock: SandboxClock {
    let base: any SandboxClock
    let store: SandboxStore

    func now() async throws(SandboxError) -> Instant {
        if let instant = store.clockSetting.at { return instant }
        return try await base.now()
    }

    /// Stands still at an instant; nil lets the time run again.
    func set(_ instant: Instant?) throws(SandboxError) {
        try store.withState { state throws(SandboxError) in
            try state.commit(Changes(clock: ClockSetting(at: instant)))
        }
    }
}
