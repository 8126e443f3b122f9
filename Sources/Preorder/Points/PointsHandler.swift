import Foundation
public import Outbox
public import Postgres

/// The point ledger: posts spends, earnings and restores in sets, exactly once.
///
/// Messages of one reservation take effect in their order: the n-th of each goes into the n-th
/// round. All members are locked first, in id order.
public struct PointsHandler: InternalHandler {
    /// The ledger.
    public init() {}

    /// Posts the entries, moves balances and lots, and asks for one report of the members.
    ///
    /// - Throws: `PointsError` for a message that is not the ledger's, `PostgresError`.
    public func apply(
        _ messages: [QueuedMessage],
        at now: Timestamp,
        in tx: borrowing Transaction
    ) throws {
        let members = try tx.query(LockMembers(messages: messages))
        for round in Self.rounds(messages) {
            for (kind, set) in Dictionary(grouping: round, by: \.kind).sorted(by: {
                $0.key < $1.key
            }) {
                try post(kind, set, now, tx)
            }
        }
        try tx.reportBalances(of: members, causedBy: messages.map(\.key), at: now)
    }

    private func post(
        _ kind: String,
        _ messages: [QueuedMessage],
        _ now: Timestamp,
        _ tx: borrowing Transaction
    ) throws {
        let posted: Int
        switch kind {
        case "spend": posted = try tx.only(SpendPoints(messages: messages, now: now))
        case "earn": posted = try tx.only(EarnPoints(messages: messages, now: now))
        case "restore":
            posted = try tx.only(ReturnPoints(messages: messages, way: .restored, now: now))
        case "restore_spent":
            posted = try tx.only(ReturnPoints(messages: messages, way: .refunded, now: now))
        case "release":
            posted = try tx.only(ReturnPoints(messages: messages, way: .released, now: now))
        case "claw_back": posted = try tx.only(ClawBackPoints(messages: messages, now: now))
        default: throw PointsError.unknownKind(kind)
        }
        guard posted == messages.count else {
            throw PointsError.notPosted(kind: kind, asked: messages.count, posted: posted)
        }
    }

    /// The first message of each key, then the second of each, and so on.
    static func rounds(_ messages: [QueuedMessage]) -> [[QueuedMessage]] {
        var rounds: [[QueuedMessage]] = []
        var seen: [UUID: Int] = [:]
        for message in messages {
            let round = seen[message.key, default: 0]
            seen[message.key] = round + 1
            if round == rounds.count { rounds.append([]) }
            rounds[round].append(message)
        }
        return rounds
    }
}

/// What the ledger cannot post.
public enum PointsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A kind that the ledger does not know.
    case unknownKind(String)

    /// Fewer entries were posted than asked for: a member or a message is missing.
    case notPosted(kind: String, asked: Int, posted: Int)

    /// What happened.
    public var description: String {
        switch self {
        case .unknownKind(let kind): "the point ledger has no messages of kind \(kind)"
        case .notPosted(let kind, let asked, let posted):
            "\(posted) of \(asked) \(kind) entries found their member"
        }
    }
}
