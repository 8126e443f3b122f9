import Outbox
import Postgres

/// An external handler that reaches nobody: the first answer is lost, the question finds it.
struct EchoHandler: ExternalHandler {
    let callTimeout = Duration.seconds(1)

    func prepare(
        _ claims: [Claim],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws -> [Decision<Int64>] {
        claims.map { claim in
            guard claim.openAttempt == nil else { return .ask(claim.message.messageID, of: "echo") }
            return .send(
                Intent(
                    call: claim.message.messageID,
                    operation: "echo",
                    destination: "nowhere",
                    idempotencyKey: "key-\(claim.message.messageID)",
                    credentialID: nil,
                    apiVersion: nil,
                    request: SealedRequest(
                        sealed: Bytea([1]),
                        sealKeyID: "k",
                        windowEndsAt: now + .seconds(3_600)
                    )
                )
            )
        }
    }

    func perform(_ call: Int64) async -> Int64 { call }

    func settle(
        _ answers: [(claim: Claim, answer: Int64)],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws -> [Verdict] {
        answers.map { answer in
            answer.claim.openAttempt == nil
                ? .retry(detail: "try again", after: .zero) : .finished(.applied, detail: "echo")
        }
    }
}
