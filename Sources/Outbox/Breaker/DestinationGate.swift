import Postgres

/// Which destinations may be called now, as their breakers and pauses say; read in the transaction
/// that commits the intents.
///
/// While a breaker is open nobody calls before its probe is due; then one decision goes through as
/// the probe, whichever chance picks, so that one bad request cannot keep the breaker open. A pause
/// keeps effects back and lets questions pass.
struct DestinationGate: Sendable {
    /// Why a decision is not carried out now, and when it is looked at again.
    struct Hold: Sendable, Equatable {
        let reason: HoldReason
        let until: Timestamp
    }

    private var breakers: [String: BreakerState] = [:]
    private var pauses: [String: String] = [:]
    private var probes: [String: Int] = [:]
    private let now: Timestamp

    /// How long what a pause holds back waits before it is looked at again; resuming wakes it.
    static let pauseInterval: Duration = .seconds(300)

    /// Reads the state of `destinations`, one a decision, and takes the probes that are due.
    init(
        _ destinations: [String?],
        channel: String,
        callTimeout: Duration,
        jitter: Jitter,
        now: Timestamp,
        in tx: borrowing Transaction
    ) throws(PostgresError) {
        self.now = now
        let named = Set(destinations.compactMap { $0 }).sorted()
        guard !named.isEmpty else { return }
        for row in try tx.query(ReadHolds(destinations: named)) {
            if let pause = row.pause { pauses[row.destination] = pause }
            if let breaker = row.breaker { breakers[row.destination] = breaker }
        }
        let due = breakers.filter { $0.value.probeAt <= now }.map(\.key).sorted()
        guard !due.isEmpty else { return }
        let next = now + callTimeout * 2
        let taken = try tx.query(TakeProbes(destinations: due, now: now, next: next))
        for destination in due {
            breakers[destination]?.probeAt = next
            guard taken.contains(destination) else { continue }
            let places = destinations.indices.filter { destinations[$0] == destination }
            let pick = Int(jitter.draw(0...Int64(places.count - 1)))
            probes[destination] = places[min(pick, places.count - 1)]
        }
    }

    /// What keeps the decision at `place`, which calls `destination`, from being carried out; nil:
    /// it may go on.
    func hold(_ destination: String, at place: Int, sends: Bool) -> Hold? {
        if sends, let reason = pauses[destination] {
            return Hold(
                reason: .pause("\(destination) is paused: \(reason)"),
                until: now + Self.pauseInterval
            )
        }
        guard let breaker = breakers[destination], probes[destination] != place else { return nil }
        return Hold(
            reason: .breaker("\(destination) does not answer: \(breaker.lastError)"),
            until: max(breaker.probeAt, now + .seconds(1))
        )
    }
}

/// A breaker that is not closed.
struct BreakerState: Sendable {
    var probeAt: Timestamp
    let lastError: String
}

/// Breakers that are not closed and pauses, of the destinations; none or more rows a destination.
struct ReadHolds: Statement {
    static let sql = """
        SELECT destination, probe_at, last_error, NULL FROM outbox.breaker
        WHERE destination = ANY ($1) AND state <> 'closed'
        UNION ALL
        SELECT name, NULL, NULL, reason FROM outbox.pause
        WHERE scope = 'account' AND name = ANY ($1)
        """

    struct Row: Sendable {
        let destination: String
        let breaker: BreakerState?
        let pause: String?
    }

    let destinations: [String]

    var bindings: [any Bindable] { [destinations] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Row {
        let destination: String = try row.next()
        let probeAt: Timestamp? = try row.next()
        let lastError: String? = try row.next()
        return Row(
            destination: destination,
            breaker: probeAt.map { BreakerState(probeAt: $0, lastError: lastError ?? "") },
            pause: try row.next()
        )
    }
}

/// Half-opens the breakers whose probe is due, unless somebody else has just done so; returns those
/// that this transaction may probe.
struct TakeProbes: Statement {
    static let sql = """
        UPDATE outbox.breaker SET state = 'half_open', probe_at = $3
        WHERE destination = ANY ($1) AND state <> 'closed' AND probe_at <= $2
        RETURNING destination
        """

    let destinations: [String]
    let now: Timestamp
    let next: Timestamp

    var bindings: [any Bindable] { [destinations, now, next] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> String { try row.next() }
}
