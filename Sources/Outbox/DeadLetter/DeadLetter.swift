public import Foundation
public import Postgres

/// A message that was given up and waits for a person, or was decided by one.
public struct DeadLetter: Sendable, Hashable {
    /// Where it stands.
    public enum State: String, Sendable, CaseIterable, RowDecodable, Bindable {
        /// A person must decide.
        case open

        /// Put back into the queue under its own identity.
        case replayed

        /// A person says that it took effect.
        case applied

        /// A person says that it did not and will not take effect.
        case rejected
    }

    /// What a person decided.
    public struct Decision: Sendable, Hashable {
        /// Who.
        public let by: String

        /// When, domain time.
        public let at: Timestamp

        /// Why.
        public let reason: String

        /// What proves a verdict; a replay needs none.
        public let evidence: String?

        /// A decision of `by` for `reason`.
        public init(by: String, at: Timestamp, reason: String, evidence: String? = nil) {
            self.by = by
            self.at = at
            self.reason = reason
            self.evidence = evidence
        }
    }

    /// The message.
    public let messageID: Int64

    /// Its channel.
    public let channel: String

    /// What it asks for.
    public let kind: String

    /// Its ordering key.
    public let key: UUID

    /// Tries that certainly failed before it was given up.
    public let attempts: Int

    /// Why the last one failed.
    public let lastError: String

    /// When it was given up, domain time.
    public let deadAt: Timestamp

    /// Where it stands.
    public let state: State

    /// The latest decision; nil while it is open.
    public let decision: Decision?

    /// Whether an attempt without a verdict stands: it may have taken effect.
    public let hasOpenAttempt: Bool

    /// How its message stands in the queue; nil: it left the queue.
    public let queueState: String?

    /// `channel/kind`, as everywhere.
    public var name: String { "\(channel)/\(kind)" }

    /// Why a person can decide nothing about it now; nil while they can.
    public var refusal: DeadLetterRefusal? {
        guard state == .open else { return .decided(self) }
        return queueState == "dead" ? nil : .notDead(messageID: messageID, state: queueState)
    }
}

/// Why nothing can be decided about a dead letter; nothing was written.
public enum DeadLetterRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// The message never was a dead letter.
    case unknown(messageID: Int64)

    /// Somebody decided before.
    case decided(DeadLetter)

    /// The message is not where a dead letter's stands.
    case notDead(messageID: Int64, state: String?)

    /// What stands against it, and who decided what.
    public var description: String {
        switch self {
        case .unknown(let messageID): return "message \(messageID) is no dead letter"
        case .notDead(let messageID, let state):
            let place = state.map { "is \($0) in the queue" } ?? "has left the queue"
            return "message \(messageID) \(place)"
        case .decided(let letter):
            let verb =
                letter.state == .replayed
                ? "replayed already" : "resolved as \(letter.state.rawValue) already"
            let who = letter.decision.map { " by \($0.by) at \($0.at): \($0.reason)" } ?? ""
            return "message \(letter.messageID) was \(verb)\(who)"
        }
    }
}

extension DeadLetter {
    /// What `decode` reads of `outbox.dead_letter AS d`.
    static let columns = """
        d.message_id, d.channel, d.kind, d.key, d.attempts, d.last_error, d.dead_at, d.state,
               d.resolved_by, d.resolved_at, d.reason, d.evidence,
               EXISTS (SELECT FROM outbox.open_attempt AS o WHERE o.message_id = d.message_id),
               (SELECT q.state FROM outbox.queue AS q
                WHERE q.channel = d.channel AND q.lane = outbox.lane_of(d.key)
                  AND q.message_id = d.message_id)
        """

    /// One letter, of a row of `columns`.
    init(_ row: inout RowDecoder) throws(PostgresError) {
        messageID = try row.next()
        channel = try row.next()
        kind = try row.next()
        key = try row.next()
        attempts = try row.next()
        lastError = try row.next()
        deadAt = try row.next()
        state = try row.next()
        let by: String? = try row.next()
        let at: Timestamp? = try row.next()
        let reason: String? = try row.next()
        let evidence: String? = try row.next()
        if let by, let at, let reason {
            decision = Decision(by: by, at: at, reason: reason, evidence: evidence)
        } else {
            decision = nil
        }
        hasOpenAttempt = try row.next()
        queueState = try row.next()
    }
}
