extension SandboxStore {
    /// How far a call has come.
    enum Progress: Sendable {
        /// It is answered: refused, replayed, or carried out.
        case answered(WireAnswer)
        /// Its key is in use until it is finished or abandoned.
        case begun
    }

    /// Counts an arrival and says what the wire does to it.
    func receive(_ call: Call) throws(SandboxError) -> Misbehaviour {
        try withState { state throws(SandboxError) in
            let ordinal = state.world.counters.arrivals(of: call.identity)
            try state.commit(Changes(call: CallRecord(call)))
            return state.faults.misbehaviour(for: call, ordinal: ordinal)
        }
    }

    /// Counts a call that came while its gateway was down, and nothing more.
    func lose(account: String) throws(SandboxError) {
        try withState { state throws(SandboxError) in
            try state.commit(Changes(lostCall: account))
        }
    }

    /// Takes a call up under its key, and finishes it in the same step when it takes no time.
    func begin(
        _ call: Call,
        failing misbehaviour: Misbehaviour,
        atOnce: Bool
    ) throws(SandboxError) -> Progress {
        try withState { state throws(SandboxError) in
            try state.mature(at: call.at)
            if let scope = KeyScope(call) {
                if let answer = state.earlierAnswer(call, scope) { return .answered(answer) }
                if !atOnce { state.inFlight.insert(scope) }
            }
            guard atOnce else { return .begun }
            return .answered(try state.carryOut(call, failing: misbehaviour))
        }
    }

    /// Carries a begun call out and frees its key.
    func finish(
        _ call: Call,
        failing misbehaviour: Misbehaviour
    ) throws(SandboxError) -> WireAnswer {
        try withState { state throws(SandboxError) in
            if let scope = KeyScope(call) { state.inFlight.remove(scope) }
            try state.mature(at: call.at)
            return try state.carryOut(call, failing: misbehaviour)
        }
    }

    /// Frees the key of a begun call that will not be carried out.
    func abandon(_ call: Call) throws(SandboxError) {
        try withState { state throws(SandboxError) in
            if let scope = KeyScope(call) { state.inFlight.remove(scope) }
        }
    }
}

extension SandboxStore.State {
    /// The answer the key itself gives: in flight, another use, or a replay.
    fileprivate func earlierAnswer(_ call: Call, _ scope: KeyScope) -> WireAnswer? {
        if inFlight.contains(scope) { return call.gateway.inFlightAnswer(scope.key) }
        guard let kept = world.answer(under: scope, at: call.at), !isForgotten(call) else {
            return nil
        }
        let sameUse =
            kept.path == call.request.path
            && kept.parameters == KeptAnswer.fingerprint(of: call.request)
        if call.gateway == .stripe, !sameUse { return StripeRefusal.otherUse(kept, call).answer }
        return WireAnswer(
            status: kept.status,
            body: kept.body,
            headers: [.init(name: "Idempotent-Replayed", value: "true")]
        )
    }

    private func isForgotten(_ call: Call) -> Bool {
        let ordinal = world.counters.arrivals(of: call.identity)
        return faults.draws(.forgetKey, "\(call.identity)|\(ordinal)")
    }

    /// Lets the gateway act, and keeps its answer under the key.
    fileprivate mutating func carryOut(
        _ call: Call,
        failing misbehaviour: Misbehaviour
    ) throws(SandboxError) -> WireAnswer {
        var effect =
            misbehaviour == .errorBefore
            ? Effect(answer: call.gateway.serverErrorAnswer)
            : call.gateway.respond(to: call, in: world, surroundings)
        if misbehaviour == .errorAfter, effect.answer.isKept {
            effect.answer = call.gateway.serverErrorAnswer
        }
        if effect.answer.isKept, let scope = KeyScope(call) {
            effect.changes.answer = KeptAnswer(scope: scope, call: call, answer: effect.answer)
        }
        if !effect.changes.isEmpty { try commit(effect.changes) }
        return effect.answer
    }
}
