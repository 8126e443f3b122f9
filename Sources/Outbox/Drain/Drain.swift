import Foundation
public import Postgres

/// Drains a channel once; the engine's front door.
///
/// ```swift
/// struct Greet: InternalHandler {
///     func apply(
///         _ messages: [QueuedMessage], at now: Timestamp, in tx: borrowing Transaction
///     ) throws {
///         try tx.execute(InsertGreetings(ids: messages.map(\.messageID)))
///     }
/// }
///
/// try await connection.transaction { tx in
///     try tx.write([MessageDraft(channel: "greetings", kind: "greet", key: UUID(),
///                                payload: JSONText("{}"))], at: now)
/// }
/// let counts = try await Drain(DrainOptions(channel: "greetings", runID: UUID()))
///     .run(Greet(), on: connection)
/// ```
public struct Drain: Sendable {
    private let options: DrainOptions
    private let stop: StopSignal

    /// A drain with these options; `stop` lets a signal handler end it early.
    public init(_ options: DrainOptions, stop: StopSignal = StopSignal()) {
        self.options = options
        self.stop = stop
    }

    /// Drains an internal channel: effect and acknowledgement commit together.
    ///
    /// - Throws: `PostgresError` when the database is lost or keeps refusing; nothing is lost.
    public func run(
        _ handler: some InternalHandler,
        on connection: Connection
    ) async throws -> RunCounts {
        try await run(InternalWork(handler: handler), on: connection)
    }

    /// Drains an external channel: intents are committed before the wire, outcomes after it.
    ///
    /// - Throws: `PostgresError` as for internal channels; `OutboxError.leaseTooShort` when the
    ///   lease could not outlive a call.
    public func run(
        _ handler: some ExternalHandler,
        on connection: Connection
    ) async throws -> RunCounts {
        guard handler.callTimeout * 2 <= options.lease else {
            throw OutboxError.leaseTooShort(lease: options.lease, call: handler.callTimeout)
        }
        return try await run(ExternalWork(handler: handler), on: connection)
    }

    private func run(
        _ work: some ChannelWork,
        on connection: Connection
    ) async throws -> RunCounts {
        let channel = options.channel
        guard let isOrdered = try await connection.first(ReadChannel(channel: channel)) else {
            throw OutboxError.unknownChannel(channel)
        }
        let policies = try await connection.query(ReadRetryPolicies(channel: channel))
        let settler = Settler(
            channel: channel,
            isOrdered: isOrdered,
            journals: work.callTimeout != nil,
            runID: options.runID,
            program: options.program,
            policies: Dictionary(uniqueKeysWithValues: policies.map { ($0.kind, $0.policy) }),
            jitter: options.jitter
        )
        return try await DrainLoop(
            connection: connection,
            work: work,
            settler: settler,
            options: options,
            stop: stop
        ).run()
    }
}

/// Whether a channel keeps order within a key; no row for an unknown channel.
struct ReadChannel: Statement {
    static let sql = "SELECT is_ordered FROM outbox.channel WHERE channel = $1"

    let channel: String

    var bindings: [any Bindable] { [channel] }

    func decode(_ row: inout RowDecoder) throws(PostgresError) -> Bool { try row.next() }
}

/// What keeps a drain from starting.
public enum OutboxError: Error, CustomStringConvertible {
    /// No such row in `outbox.channel`.
    case unknownChannel(String)

    /// A lease must be at least twice as long as a call may take.
    case leaseTooShort(lease: Duration, call: Duration)

    /// What to do about it.
    public var description: String {
        switch self {
        case .unknownChannel(let channel):
            "there is no channel \(channel); SELECT outbox.create_channel('\(channel)', true)"
        case .leaseTooShort(let lease, let call):
            "a lease of \(lease) cannot outlive calls of up to \(call); make it twice as long"
        }
    }
}
