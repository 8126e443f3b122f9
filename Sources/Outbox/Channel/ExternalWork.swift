import Foundation
import Postgres

/// Runs an external handler: decisions, journal, calls.
struct ExternalWork<Handler: ExternalHandler>: ChannelWork {
    let handler: Handler

    var callTimeout: Duration? { handler.callTimeout }

    func touch(
        _ rows: [QueueRow],
        scope: WorkScope,
        in tx: borrowing Transaction
    ) throws -> Touched<Handler.Call> {
        let claims = try tx.query(LoadClaims(channel: scope.channel, rows: rows))
        return try next(claims, scope: scope, in: tx)
    }

    func next(
        _ claims: [Claim],
        scope: WorkScope,
        in tx: borrowing Transaction
    ) throws -> Touched<Handler.Call> {
        let pieces = try tx.bisect(claims[...]) { slice, inner in
            [try prepare(Array(slice), scope, inner)]
        } failed: { claim, error, _ in
            let verdict = Verdict.retry(detail: String(describing: error), after: nil)
            return [Touched(settled: [(claim.message, guarded(verdict, claim))])]
        }
        return pieces.reduce(into: Touched()) { touched, piece in
            touched.settled += piece.settled
            touched.launches += piece.launches
        }
    }

    func perform(_ call: Handler.Call) async -> Handler.Answer { await handler.perform(call) }

    func reach(_ answer: Handler.Answer) -> Reach { handler.reach(answer) }

    func settle(
        _ answers: [(claim: Claim, answer: Handler.Answer)],
        scope: WorkScope,
        in tx: borrowing Transaction
    ) throws -> [Verdict] {
        try tx.bisect(answers[...]) { slice, inner in
            try handler.settle(Array(slice), at: scope.now, in: inner)
        } failed: { answer, error, _ in
            // What was answered could not be written: the answer is asked for again.
            [guarded(.unknown(detail: "not settled: \(error)"), answer.claim)]
        }
    }

    private func prepare(
        _ claims: [Claim],
        _ scope: WorkScope,
        _ tx: borrowing Transaction
    ) throws -> Touched<Handler.Call> {
        let decisions = try handler.prepare(claims, at: scope.now, in: tx)
        let gate = try DestinationGate(
            zip(claims, decisions).map { $1.destination($0) },
            channel: scope.channel,
            callTimeout: handler.callTimeout,
            jitter: scope.jitter,
            now: scope.now,
            in: tx
        )
        var touched = Touched<Handler.Call>()
        var intents: [JournaledIntent] = []
        var resends: [Int64] = []
        for (place, (claim, decision)) in zip(claims, decisions).enumerated() {
            if let destination = decision.destination(claim),
                let hold = gate.hold(destination, at: place, sends: decision.sends)
            {
                let verdict = Verdict.held(
                    hold.reason,
                    until: hold.until,
                    keepsAttempt: claim.isOpen
                )
                touched.settled.append((claim.message, verdict))
                continue
            }
            switch decision {
            case .send(let intent):
                intents.append(JournaledIntent(intent, messageID: claim.messageID))
            case .resend: resends.append(claim.messageID)
            case .ask: break
            case .settle(let verdict): touched.settled.append((claim.message, verdict))
            }
            if let launch = decision.launch(claim) { touched.launches.append(launch) }
        }
        if !intents.isEmpty {
            _ = try tx.execute(
                OpenAttempts(
                    intents: intents,
                    lanes: Array(Set(claims.map(\.message.lane))),
                    channel: scope.channel,
                    now: scope.now,
                    runID: scope.runID
                )
            )
        }
        if !resends.isEmpty {
            _ = try tx.execute(
                ResendAttempts(messageIDs: resends, now: scope.now, runID: scope.runID)
            )
        }
        return touched
    }

    /// A message with an open attempt is never given up to a retry or a dead letter by a fault of
    /// ours: what may have happened stays unknown.
    private func guarded(_ verdict: Verdict, _ claim: Claim) -> Verdict {
        guard claim.openAttempt != nil, case .retry(let detail, _) = verdict else { return verdict }
        return .unknown(detail: detail)
    }
}

extension Decision {
    /// Whom a claim's decision calls; nil when it calls nobody.
    func destination(_ claim: Claim) -> String? {
        switch self {
        case .send(let intent): intent.destination
        case .resend: claim.openAttempt?.destination
        case .ask(_, let destination): destination
        case .settle: nil
        }
    }

    /// Whether it may cause an effect.
    var sends: Bool {
        switch self {
        case .send, .resend: true
        case .ask, .settle: false
        }
    }

    func launch(_ claim: Claim) -> Launch<Call>? {
        guard let destination = destination(claim) else { return nil }
        switch self {
        case .send(let intent):
            return Launch(claim: claim, call: intent.call, destination: destination, sends: true)
        case .resend(let call):
            return Launch(claim: claim, call: call, destination: destination, sends: true)
        case .ask(let call, _):
            return Launch(claim: claim, call: call, destination: destination, sends: false)
        case .settle: return nil
        }
    }
}

extension JournaledIntent {
    init<Call>(_ intent: Intent<Call>, messageID: Int64) {
        self.init(
            messageID: messageID,
            operation: intent.operation,
            destination: intent.destination,
            idempotencyKey: intent.idempotencyKey,
            credentialID: intent.credentialID,
            apiVersion: intent.apiVersion,
            request: intent.request
        )
    }
}
