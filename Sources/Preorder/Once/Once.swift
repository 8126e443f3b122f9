public import Postgres

extension Connection {
    /// Does something once for a key, and keeps the answer in the transaction that does it.
    ///
    /// Whoever asks again is answered the same and nothing is done; whoever asks meanwhile is told
    /// so at once and does not wait. A body that throws has written nothing, its key included.
    ///
    /// - Throws: the error of `body`; `PostgresError`. After `commitUnknown` ask again: it is done
    ///   only if it was not.
    public func once(
        _ key: RequestKey,
        _ body: @Sendable (borrowing Transaction) throws -> KeptAnswer
    ) async throws -> OnceOutcome {
        try await transaction { tx in
            guard try tx.only(TryRequestLock(key: key)) else { return .inFlight }
            // A statement of its own: what the last holder of the lock wrote is visible only to it.
            if let kept = try tx.first(FindAnswer(key: key)) {
                return kept.fingerprint.bytes == key.fingerprint
                    ? .answered(kept.answer) : .otherRequest
            }
            let answer = try body(tx)
            try tx.execute(KeepAnswer(key: key, answer: answer))
            return .answered(answer)
        }
    }
}

/// Takes the key's lock until the transaction ends, unless somebody has it; one row.
struct TryRequestLock: Statement {
    static let sql = """
        SELECT pg_try_advisory_xact_lock(
            hashtextextended(concat_ws(chr(10), $1::text, $2::text, $3::text), 5))
        """

    let key: RequestKey

    var bindings: [any Bindable] { [key.caller, key.route, key.key] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Bool { try row.next() }
}

/// The answer kept for a key; no row for a new one.
struct FindAnswer: Statement {
    static let sql = """
        SELECT fingerprint, status, location, answer::text FROM preorder.api_request
        WHERE caller = $1 AND route = $2 AND key = $3
        """

    let key: RequestKey

    var bindings: [any Bindable] { [key.caller, key.route, key.key] }

    func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (fingerprint: Bytea, answer: KeptAnswer) {
        let fingerprint: Bytea = try row.next()
        return try (
            fingerprint,
            KeptAnswer(status: row.next(), location: row.next(), json: row.next())
        )
    }
}

/// One row.
struct KeepAnswer: Statement {
    static let sql = """
        INSERT INTO preorder.api_request
            (caller, route, key, fingerprint, status, location, answer, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, outbox.now())
        """

    let key: RequestKey
    let answer: KeptAnswer

    var bindings: [any Bindable] {
        [
            key.caller, key.route, key.key, Bytea(key.fingerprint), answer.status,
            answer.location, JSONText(answer.json),
        ]
    }
}

/// Forgets answers older than the policy keeps them; as many as there are.
public struct ForgetAnswers: Statement {
    /// By the index on their age.
    public static let sql = """
        DELETE FROM preorder.api_request
        WHERE created_at < coalesce($1, outbox.now())
              - (SELECT request_days FROM preorder.api_policy) * interval '1 day'
        """

    private let asOf: Timestamp?

    /// As of an instant of domain time; nil for now.
    public init(asOf: Timestamp?) { self.asOf = asOf }

    /// The instant.
    public var bindings: [any Bindable] { [asOf] }
}
