import Crypto
import Foundation
import HTTPTypes
import Postgres
import Preorder

extension Call {
    /// How often a transaction is tried whose fate is unknown or that lost to another.
    private static let triesMax = 3

    /// Does something once for the caller's Idempotency-Key, and answers the same when asked again.
    ///
    /// When the answer to COMMIT is lost, asking again under the same key finds out: what was done
    /// is answered, what was not is done.
    func once(
        _ body: @Sendable (borrowing Transaction) throws -> KeptAnswer
    ) async throws -> Answer {
        Answer(kept: try await once(as: headers[.idempotencyKey], body))
    }

    /// The same under a key that stands elsewhere than in the header, as a form's does.
    func once(
        as text: String?,
        _ body: @Sendable (borrowing Transaction) throws -> KeptAnswer
    ) async throws -> KeptAnswer {
        let key = try requestKey(text)
        var triesLeft = Self.triesMax
        while true {
            triesLeft -= 1
            do {
                let outcome = try await store.pool.withConnection { connection in
                    try await connection.once(key, body)
                }
                switch outcome {
                case .answered(let kept): return kept
                case .inFlight: throw Problem(.requestInFlight, retryAfter: .seconds(1))
                case .otherRequest: throw Problem(.idempotencyKeyReused)
                }
            } catch let error as PostgresError where triesLeft > 0 && error.mayBeAskedAgain {
                continue
            }
        }
    }

    private func requestKey(_ text: String?) throws(Problem) -> RequestKey {
        guard let caller else { throw Problem(.unauthorized) }
        // The draft writes a string of structured fields, with quotes; many clients do not.
        var key = Substring(text ?? "")
        if key.count > 1, key.hasPrefix("\""), key.hasSuffix("\"") {
            key = key.dropFirst().dropLast()
        }
        guard (1...255).contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { throw Problem(.idempotencyKeyMissing) }
        var hash = SHA256()
        hash.update(data: Array("\(path)\n".utf8))
        hash.update(data: body)
        return RequestKey(
            caller: caller.name,
            route: route.name,
            key: String(key),
            fingerprint: Array(hash.finalize())
        )
    }
}

extension PostgresError {
    /// Whether the same transaction, guarded by its key, may be run again at once.
    fileprivate var mayBeAskedAgain: Bool {
        switch self {
        case .commitUnknown: true
        case .server(let error):
            error.sqlState == .deadlockDetected || error.sqlState == .serializationFailure
        case .connectionLost, .connectFailed, .deadlineExceeded, .cancelled, .rolledBack,
            .decoding, .unexpectedResult, .invalidBinding, .closed, .poolSaturated:
            false
        }
    }
}
