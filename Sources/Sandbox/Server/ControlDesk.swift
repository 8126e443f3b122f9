import Foundation

/// What tests and people ask of the sandbox itself: the truth, counters, faults and the time.
struct ControlDesk: Sendable {
    let store: SandboxStore
    let clock: any SandboxClock

    /// Present only when the time is the sandbox's own to set.
    let settableClock: SettableClock?

    /// The answer to a path that begins with an underscore; nil when there is no such thing.
    func respond(to request: WireRequest) async throws(SandboxError) -> WireAnswer? {
        switch (request.method, request.path) {
        case ("GET", "/_truth"):
            let now = try await clock.now()
            return WireAnswer(status: 200, body: try store.world(at: now).truth(at: now))
        case ("GET", "/_calls"):
            return WireAnswer(status: 200, body: try store.world(at: await clock.now()).calls)
        case ("GET", "/_faults"): return WireAnswer(status: 200, body: store.faults.json)
        case ("POST", "/_faults"): return try changeFaults(request)
        case ("GET", "/_clock"): return try await time()
        case ("POST", "/_clock"): return try await setClock(request)
        case ("POST", "/_authenticate"): return try await authenticate(request)
        default: return nil
        }
    }

    private func changeFaults(_ request: WireRequest) throws(SandboxError) -> WireAnswer {
        try store.withState { state throws(SandboxError) in
            do {
                state.faults = try state.faults.updated(with: request.body)
                return WireAnswer(status: 200, body: state.faults.json)
            } catch {
                return refused(error)
            }
        }
    }

    private func time() async throws(SandboxError) -> WireAnswer {
        let now = try await clock.now()
        return WireAnswer(status: 200, body: ["at": .string(now.description)])
    }

    private func setClock(_ request: WireRequest) async throws(SandboxError) -> WireAnswer {
        guard let settableClock else {
            return WireAnswer(status: 409, body: ["message": "the time follows the database"])
        }
        let setting: ClockSetting
        do {
            setting = try JSONDecoder().decode(ClockSetting.self, from: Data(request.body.utf8))
        } catch {
            return refused(error)
        }
        try settableClock.set(setting.at)
        return try await time()
    }

    private func authenticate(_ request: WireRequest) async throws(SandboxError) -> WireAnswer {
        let body: AuthenticationRequest
        do {
            body = try JSONDecoder().decode(
                AuthenticationRequest.self,
                from: Data(request.body.utf8)
            )
        } catch {
            return refused(error)
        }
        return try await AuthenticationDesk(store: store, clock: clock).authenticate(body).answer
    }

    private func refused(_ error: any Error) -> WireAnswer {
        var reason = "\(error)"
        if case DecodingError.dataCorrupted(let context) = error {
            reason = context.debugDescription
        }
        return WireAnswer(status: 400, body: ["message": .string(reason)])
    }
}
