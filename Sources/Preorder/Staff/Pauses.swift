public import Outbox
public import Postgres

/// What a person stops and lets go on: channels, destinations, payment methods, breakers.
public struct Pauses: Sendable {
    private let act: StaffAct

    /// The verbs, as done by somebody for a reason; both are kept.
    public init(by act: StaffAct) { self.act = act }

    /// Stops something that exists and is not paused yet.
    ///
    /// A channel's drains then claim nothing; nothing new is sent to a destination, while what may
    /// have happened there is still asked about; a method is not offered and not accepted.
    ///
    /// - Throws: `PostgresError`.
    public func pause(
        _ what: Pausable,
        on connection: Connection
    ) async throws -> Result<Void, PauseRefusal> {
        let act = act
        return try await connection.refusable { tx in
            let country = try what.check(in: tx)
            try tx.keep(act, "paused", of: [what.label], in: country, refusing: PauseRefusal.self)
            let isNew = try tx.pause(
                what.scope,
                what.name,
                by: act.by.name,
                reason: act.reason,
                at: try tx.only(ReadDomainTime())
            )
            guard isNew else { throw PauseRefusal.pausedAlready }
        }
    }

    /// Lets something go on; what was held back becomes due at once.
    ///
    /// - Throws: `PostgresError`.
    public func resume(
        _ what: Pausable,
        on connection: Connection
    ) async throws -> Result<Void, PauseRefusal> {
        let act = act
        return try await connection.refusable { tx in
            let country = try what.check(in: tx)
            try tx.keep(act, "resumed", of: [what.label], in: country, refusing: PauseRefusal.self)
            let now = try tx.only(ReadDomainTime())
            guard try tx.resume(what.scope, what.name, at: now) else {
                throw PauseRefusal.notPaused
            }
        }
    }

    /// Closes a breaker by hand, when a person knows that the destination answers again.
    ///
    /// - Throws: `PostgresError`.
    public func resetBreaker(
        _ destination: String,
        on connection: Connection
    ) async throws -> Result<Void, PauseRefusal> {
        let act = act
        return try await connection.refusable { tx in
            try tx.keep(
                act,
                "breaker reset",
                of: [destination],
                in: nil,
                refusing: PauseRefusal.self
            )
            let now = try tx.only(ReadDomainTime())
            guard try tx.resetBreaker(destination, at: now) else { throw PauseRefusal.notOpen }
        }
    }
}

/// Something that can be stopped.
public enum Pausable: Sendable, Hashable {
    /// A channel of the outbox.
    case channel(String)

    /// A merchant account, or another destination such as `smtp`.
    case account(String)

    /// A payment method of a country office.
    case method(country: String, method: String)

    var scope: PauseScope {
        switch self {
        case .channel: .channel
        case .account: .account
        case .method: .method
        }
    }

    /// The name it has in `outbox.pause`.
    public var name: String {
        switch self {
        case .channel(let name), .account(let name): name
        case .method(let country, let method): "\(country)/\(method)"
        }
    }

    var label: String { "\(scope.rawValue) \(name)" }

    /// The country it concerns, nil for several.
    ///
    /// - Throws: `PauseRefusal.unknown` when there is no such thing.
    func check(in tx: borrowing Transaction) throws -> String? {
        guard let found = try tx.first(FindPausable(scope: scope.rawValue, name: name)) else {
            throw PauseRefusal.unknown(label)
        }
        return found
    }
}

/// Why nothing was stopped or resumed; nothing was written.
public enum PauseRefusal: StaffRefusing, Hashable, Sendable {
    /// There is no such thing.
    case unknown(String)

    /// It is stopped already.
    case pausedAlready

    /// It was not stopped.
    case notPaused

    /// The breaker is closed, or was never needed.
    case notOpen

    /// Whoever does it may not.
    case staff(StaffRefusal)
}

extension PauseRefusal: CustomStringConvertible {
    /// What is wrong, and what would do.
    public var description: String {
        switch self {
        case .unknown(let what): "there is no \(what)"
        case .pausedAlready: "it is paused already; `pause list` says by whom"
        case .notPaused: "it is not paused"
        case .notOpen: "the breaker is closed"
        case .staff(let refusal): "\(refusal)"
        }
    }
}

extension Pausable {
    /// What has `name` in `outbox.pause`; nil for a method without its country.
    public init?(_ scope: PauseScope, _ name: String) {
        switch scope {
        case .channel: self = .channel(name)
        case .account: self = .account(name)
        case .method:
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            self = .method(country: String(parts[0]), method: String(parts[1]))
        }
    }
}

/// Everything that can be paused and is not, by scope and name.
public struct ReadPausables: Statement {
    /// One row a thing.
    public static let sql = """
        SELECT scope, name FROM (
            SELECT 'channel' AS scope, channel AS name FROM outbox.channel
            UNION ALL SELECT 'account', account FROM preorder.gateway_account
            UNION ALL SELECT 'account', 'smtp'
            UNION ALL SELECT 'method', country || '/' || method FROM preorder.payment_method
        ) AS thing
        WHERE NOT EXISTS (SELECT FROM outbox.pause AS p
                          WHERE p.scope = thing.scope AND p.name = thing.name)
        ORDER BY scope = 'method', scope = 'account', name
        """

    /// All of them.
    public init() {}

    /// One of them.
    public func decode(
        _ row: inout RowDecoder
    ) throws(PostgresError) -> (scope: PauseScope, name: String) {
        try (row.nextStatus(Self.name), row.next())
    }
}

/// The country of something that can be paused, NULL for several; no row when it does not exist.
struct FindPausable: Statement {
    static let sql = """
        SELECT NULL::text FROM outbox.channel WHERE $1 = 'channel' AND channel = $2
        UNION ALL
        SELECT country FROM preorder.gateway_account WHERE $1 = 'account' AND account = $2
        UNION ALL
        SELECT NULL WHERE $1 = 'account' AND $2 = 'smtp'
        UNION ALL
        SELECT country FROM preorder.payment_method
        WHERE $1 = 'method' AND country || '/' || method = $2
        """

    let scope: String
    let name: String

    var bindings: [any Bindable] { [scope, name] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> String? { try row.next() }
}
