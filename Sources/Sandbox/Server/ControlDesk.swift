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
            let world = try store.world(at: now)
            return WireAnswer(status: 200, body: world.truth(at: now, under: store.faults))
        case ("GET", "/_calls"):
            return WireAnswer(status: 200, body: try store.world(at: await clock.now()).calls)
        case ("GET", "/_faults"): return WireAnswer(status: 200, body: store.faults.json)
        case ("GET", "/_webhooks"):
            return WireAnswer(
                status: 200,
                body: try store.world(at: await clock.now()).webhooks.json
            )
        case ("GET", "/_statement/payout_reconciliation.csv"):
            return try await payoutReconciliation(request.query)
        case ("POST", "/_faults"): return try await changeFaults(request)
        case ("GET", "/_clock"): return try await time()
        case ("POST", "/_clock"): return try await setClock(request)
        case ("POST", "/_authenticate"): return try await authenticate(request)
        default: return nil
        }
    }

    private func changeFaults(_ request: WireRequest) async throws(SandboxError) -> WireAnswer {
        let now = try await clock.now()
        return try store.withState { state throws(SandboxError) in
            do {
                var faults = try state.faults.updated(with: request.body)
                faults.outages = faults.outages.map { $0.beginning(at: now) }
                state.faults = faults
                return WireAnswer(status: 200, body: state.faults.json)
            } catch {
                return refused(error)
            }
        }
    }

    /// Stripe's report for `account`, of payouts that arrive from the day `from` to the day `to`.
    private func payoutReconciliation(
        _ query: FormFields
    ) async throws(SandboxError) -> WireAnswer {
        let now = try await clock.now()
        let world = try store.world(at: now)
        let report = PayoutReconciliation(
            statement: StripeStatement(
                of: query["account"] ?? "",
                in: world,
                under: store.faults,
                at: now
            ),
            world: world
        )
        let days = ["from", "to"].map { query[$0].flatMap { CivilDay(iso8601: $0[...]) } }
        return WireAnswer(
            status: 200,
            body: report.csv(from: days[0], to: days[1]),
            headers: [.init(name: "Content-Type", value: "text/csv; charset=utf-8")]
        )
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
