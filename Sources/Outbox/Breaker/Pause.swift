public import Postgres

/// What can be paused.
public enum PauseScope: String, Sendable, CaseIterable {
    /// A channel: its drains claim nothing.
    case channel

    /// A destination, such as a merchant account: nothing new is sent there, questions go on.
    case account

    /// Something that the domain offers, such as a payment method.
    case method
}

/// Something that a person, or a refused credential, has stopped.
public struct Pause: Sendable, Hashable {
    /// What kind of thing.
    public let scope: PauseScope

    /// Which one.
    public let name: String

    /// Who stopped it: a person's name, or a program's.
    public let pausedBy: String

    /// Why.
    public let reason: String

    /// Since when, domain time.
    public let pausedAt: Timestamp
}

extension Transaction {
    /// Stops something; what is paused already stays paused by whoever did it first.
    ///
    /// - Returns: whether it was not paused before.
    /// - Throws: `PostgresError`.
    public borrowing func pause(
        _ scope: PauseScope,
        _ name: String,
        by pausedBy: String,
        reason: String,
        at now: Timestamp
    ) throws(PostgresError) -> Bool {
        let insert = InsertPause(
            scope: scope,
            name: name,
            pausedBy: pausedBy,
            reason: reason,
            now: now
        )
        return try execute(insert) > 0
    }

    /// Lets something go on, and makes what was held back due at once.
    ///
    /// - Returns: whether it was paused.
    /// - Throws: `PostgresError`.
    public borrowing func resume(
        _ scope: PauseScope,
        _ name: String,
        at now: Timestamp
    ) throws(PostgresError) -> Bool {
        guard try execute(DeletePause(scope: scope, name: name)) > 0 else { return false }
        if scope == .account { _ = try execute(WakeHeld(now: now)) }
        return true
    }

    /// Closes a breaker by hand, and makes what was held back due at once.
    ///
    /// - Returns: whether it was not closed before.
    /// - Throws: `PostgresError`.
    public borrowing func resetBreaker(
        _ destination: String,
        at now: Timestamp
    ) throws(PostgresError) -> Bool {
        guard try execute(CloseBreakers(destinations: [destination])) > 0 else { return false }
        _ = try execute(WakeHeld(now: now))
        return true
    }
}

/// Everything that is paused, by scope and name.
public struct ReadPauses: Statement {
    /// One row a pause.
    public static let sql = """
        SELECT scope, name, paused_by, reason, paused_at FROM outbox.pause ORDER BY scope, name
        """

    /// All of them.
    public init() {}

    /// Reads a pause.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> Pause {
        let word: String = try row.next()
        guard let scope = PauseScope(rawValue: word) else {
            throw .decoding(
                statement: Self.name,
                column: "scope",
                reason: "there is no scope \(word)"
            )
        }
        return try Pause(
            scope: scope,
            name: row.next(),
            pausedBy: row.next(),
            reason: row.next(),
            pausedAt: row.next()
        )
    }
}

/// A destination's breaker as it stands.
public struct Breaker: Sendable, Hashable {
    /// The destination.
    public let destination: String

    /// `closed`, `open` or `half_open`.
    public let state: String

    /// Calls without an answer since the last answer.
    public let failures: Int

    /// Since when it is open, domain time.
    public let openedAt: Timestamp?

    /// When the next probe may be made, domain time.
    public let probeAt: Timestamp?

    /// What the last call without an answer brought.
    public let lastError: String?
}

/// Breakers of all destinations that ever failed to answer, by name.
public struct ReadBreakers: Statement {
    /// One row a destination.
    public static let sql = """
        SELECT destination, state, failures, opened_at, probe_at, last_error
        FROM outbox.breaker ORDER BY destination
        """

    /// All of them.
    public init() {}

    /// Reads a breaker.
    public func decode(_ row: inout RowDecoder) throws(PostgresError) -> Breaker {
        try Breaker(
            destination: row.next(),
            state: row.next(),
            failures: row.next(),
            openedAt: row.next(),
            probeAt: row.next(),
            lastError: row.next()
        )
    }
}

/// One row, unless it is paused already.
struct InsertPause: Statement {
    static let sql = """
        INSERT INTO outbox.pause (scope, name, paused_by, reason, paused_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (scope, name) DO NOTHING
        """

    let scope: PauseScope
    let name: String
    let pausedBy: String
    let reason: String
    let now: Timestamp

    var bindings: [any Bindable] { [scope.rawValue, name, pausedBy, reason, now] }
}

/// One row, if it is paused.
struct DeletePause: Statement {
    static let sql = "DELETE FROM outbox.pause WHERE scope = $1 AND name = $2"

    let scope: PauseScope
    let name: String

    var bindings: [any Bindable] { [scope.rawValue, name] }
}

/// Makes everything that is held back due: what still may not go is held back again.
struct WakeHeld: Statement {
    static let sql = """
        UPDATE outbox.queue SET due_at = $1 WHERE state = 'held' AND due_at > $1
        """

    let now: Timestamp

    var bindings: [any Bindable] { [now] }
}
