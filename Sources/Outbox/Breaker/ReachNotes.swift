import Postgres

/// What a group of answers says of their destinations, written in sets.
///
/// A destination that answered once in the group answers: calls without an answer count only in a
/// row. A destination that has always answered costs one look at an index.
struct ReachNotes: Sendable {
    private var answered: Set<String> = []
    private var silent: [String: (failures: Int, error: String)] = [:]
    private var refusing: [String: String] = [:]

    mutating func note(_ reach: Reach, of destination: String) {
        switch reach {
        case .answered: answered.insert(destination)
        case .silent(let reason):
            silent[destination] = ((silent[destination]?.failures ?? 0) + 1, reason)
        case .refusesUs(let reason): refusing[destination] = reason
        case .untried: break
        }
    }

    func write(
        channel: String,
        pausedBy program: String,
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws(PostgresError) {
        if !answered.isEmpty {
            _ = try tx.execute(CloseBreakers(destinations: answered.sorted()))
        }
        let failed = silent.filter { !answered.contains($0.key) }.sorted { $0.key < $1.key }
        if !failed.isEmpty {
            _ = try tx.execute(
                CountSilence(
                    channel: channel,
                    silent: failed.map { ($0.key, $0.value.failures, $0.value.error) },
                    now: now
                )
            )
        }
        for (destination, reason) in refusing.sorted(by: { $0.key < $1.key }) {
            _ = try tx.execute(
                InsertPause(
                    scope: .account,
                    name: destination,
                    pausedBy: program,
                    reason: "it refuses our credential or account: \(reason)",
                    now: now
                )
            )
        }
    }
}

/// Closes the breakers of destinations that answered; no row where nothing was amiss.
struct CloseBreakers: Statement {
    static let sql = """
        UPDATE outbox.breaker
        SET state = 'closed', failures = 0, probes = 0, opened_at = NULL, probe_at = NULL
        WHERE destination = ANY ($1) AND (failures > 0 OR state <> 'closed')
        """

    let destinations: [String]

    var bindings: [any Bindable] { [destinations] }
}

/// Counts calls without an answer, opens breakers that have seen too many in a row, and puts the
/// next probe of an open one off; one row a destination.
///
/// A channel without a row in `outbox.breaker_policy` opens after 5 and probes after 30 s to 10
/// min.
struct CountSilence: Statement {
    static let sql = """
        WITH policy AS (
            SELECT coalesce(max(failures_max), 5) AS failures_max,
                   coalesce(max(probe_base_seconds), 30) AS base,
                   coalesce(max(probe_cap_seconds), 600) AS cap
            FROM outbox.breaker_policy WHERE channel = $1
        )
        INSERT INTO outbox.breaker AS b
            (destination, failures, last_error, state, opened_at, probe_at)
        SELECT s.destination, s.failures, s.error,
               CASE WHEN s.failures >= failures_max THEN 'open' ELSE 'closed' END,
               CASE WHEN s.failures >= failures_max THEN $5::timestamptz END,
               CASE WHEN s.failures >= failures_max
                    THEN $5::timestamptz + base * interval '1 second' END
        FROM unnest($2::text[], $3::integer[], $4::text[]) AS s (destination, failures, error)
        CROSS JOIN policy
        ON CONFLICT (destination) DO UPDATE
        SET failures = b.failures + excluded.failures,
            last_error = excluded.last_error,
            state = CASE WHEN b.state = 'closed'
                          AND b.failures + excluded.failures < (SELECT failures_max FROM policy)
                         THEN 'closed' ELSE 'open' END,
            probes = b.probes + CASE b.state WHEN 'half_open' THEN 1 ELSE 0 END,
            opened_at = CASE WHEN b.state <> 'closed' THEN b.opened_at
                             WHEN b.failures + excluded.failures
                                  >= (SELECT failures_max FROM policy) THEN $5 END,
            probe_at = CASE
                WHEN b.state = 'open' THEN b.probe_at
                WHEN b.state = 'half_open'
                THEN $5 + (SELECT least(cap, base * power(2, least(b.probes + 1, 20))) FROM policy)
                          * interval '1 second'
                WHEN b.failures + excluded.failures >= (SELECT failures_max FROM policy)
                THEN $5 + (SELECT base FROM policy) * interval '1 second' END
        """

    let channel: String
    let silent: [(destination: String, failures: Int, error: String)]
    let now: Timestamp

    var bindings: [any Bindable] {
        [
            channel, silent.map(\.destination), silent.map { Int32(clamping: $0.failures) },
            silent.map(\.error), now,
        ]
    }
}
