import ServiceLifecycle

/// One call to a gateway from its arrival to its answer, with what the wire does to it.
struct GatewayExchange: Sendable {
    let store: SandboxStore
    let clock: any SandboxClock

    func reply(to request: WireRequest, of gateway: Gateway) async throws -> Reply {
        guard let route = Route.find(method: request.method, path: request.path) else {
            return .answer(gateway.unknownRouteAnswer(request))
        }
        guard let credential = gateway.credential(request.authorization) else {
            return .answer(gateway.unauthorizedAnswer)
        }
        if let refusal = gateway.keyRefusal(request.idempotencyKey) { return .answer(refusal) }
        let now = try await clock.now()
        if let outage = store.faults.outage(of: .gateway, account: credential.account, at: now) {
            try store.lose(account: credential.account)
            return outage == .unavailable ? .answer(gateway.unavailableAnswer) : .close
        }
        let call = Call(route: route, credential: credential, request: request, at: now)
        return try await reply(to: call, under: store.receive(call))
    }

    private func reply(to call: Call, under misbehaviour: Misbehaviour) async throws -> Reply {
        let hold = store.faults.hold
        switch misbehaviour {
        case .none, .errorBefore, .errorAfter:
            return .answer(try await perform(call, failing: misbehaviour))
        case .rateLimit:
            return .answer(call.gateway.rateLimitedAnswer)
        case .timeoutBefore:
            try await pause(hold)
        case .timeoutAfter:
            _ = try await perform(call, failing: .none)
            try await pause(hold)
        case .timeoutLate:
            try await pause(hold)
            _ = try await perform(call, failing: .none)
        case .dropBefore:
            break
        case .dropAfter:
            _ = try await perform(call, failing: .none)
        }
        return .close
    }

    /// Carries the call out, its key being in use for as long as the gateway takes.
    private func perform(
        _ received: Call,
        failing misbehaviour: Misbehaviour
    ) async throws -> WireAnswer {
        var call = received
        call.at = try await clock.now()
        let delay = store.faults.delay
        let progress = try store.begin(call, failing: misbehaviour, atOnce: delay == .zero)
        guard delay > .zero else { return try answer(progress, call, misbehaviour) }
        do {
            try await Task.sleep(for: delay)
        } catch {
            if case .begun = progress { try store.abandon(call) }
            throw error
        }
        return try answer(progress, call, misbehaviour)
    }

    private func answer(
        _ progress: SandboxStore.Progress,
        _ call: Call,
        _ misbehaviour: Misbehaviour
    ) throws(SandboxError) -> WireAnswer {
        switch progress {
        case .answered(let answer): answer
        case .begun: try store.finish(call, failing: misbehaviour)
        }
    }

    /// Waits; a shutdown ends the wait and with it the connection.
    private func pause(_ duration: Duration) async throws {
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: duration) }
    }
}
