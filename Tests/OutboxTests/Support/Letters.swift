import Foundation
import Outbox
import Postgres
import Synchronization

/// An external channel whose destination answers as the test says.
final class Letters: ExternalHandler {
    enum Call: Sendable, Equatable {
        case send(String)
        case ask(String)
    }

    let callTimeout: Duration = .milliseconds(500)
    private let answers: @Sendable (Call, Int) async -> Verdict
    private let reached: @Sendable (Verdict) -> Reach
    private let made = Mutex<[Call]>([])

    /// `answers` gives the verdict of the n-th call, counted from 1; `reach` says what it means for
    /// the destination.
    init(
        reach: @escaping @Sendable (Verdict) -> Reach = Letters.reach,
        _ answers: @escaping @Sendable (Call, Int) async -> Verdict
    ) {
        reached = reach
        self.answers = answers
    }

    /// Unreachable and unknown are silence.
    static let reach: @Sendable (Verdict) -> Reach = { verdict in
        switch verdict {
        case .unreachable(let detail, _), .unknown(let detail, _): .silent(reason: detail)
        default: .answered
        }
    }

    var calls: [Call] { made.withLock { $0 } }

    func prepare(
        _ claims: [Claim],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws -> [Decision<Call>] {
        claims.map { claim in
            if claim.openAttempt != nil { return .ask(.ask(claim.payload.text), of: "post") }
            let request = SealedRequest(
                sealed: Bytea([1, 2, 3]),
                sealKeyID: "test",
                windowEndsAt: now + .seconds(60)
            )
            return .send(
                Intent(
                    call: .send(claim.payload.text),
                    operation: "send",
                    destination: "post",
                    idempotencyKey: "letter-\(claim.messageID)",
                    credentialID: nil,
                    apiVersion: nil,
                    request: request
                )
            )
        }
    }

    func perform(_ call: Call) async -> Verdict {
        let number = made.withLock { calls in
            calls.append(call)
            return calls.count
        }
        return await answers(call, number)
    }

    func reach(_ answer: Verdict) -> Reach { reached(answer) }

    func settle(
        _ answers: [(claim: Claim, answer: Verdict)],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws -> [Verdict] {
        answers.map(\.answer)
    }
}

extension Connection {
    /// Drains the external channel once.
    @discardableResult
    func drainLetters(
        _ letters: Letters,
        _ change: (inout DrainOptions) -> Void = { _ in }
    ) async throws -> RunCounts {
        var options = DrainOptions(channel: "letters", runID: UUID())
        options.lease = .seconds(20)
        options.jitter = .none
        change(&options)
        return try await Drain(options).run(letters, on: self)
    }
}
