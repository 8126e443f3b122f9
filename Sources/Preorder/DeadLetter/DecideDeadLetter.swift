import Foundation
public import Outbox
public import Postgres

/// What a person decides about messages that were given up: to try them again, or what became of
/// them.
///
/// Each decision is one transaction with all that follows from it, and is kept with who made it
/// and why.
public struct DecideDeadLetter: Sendable {
    let act: StaffAct

    /// The verbs, as done by somebody for a reason; both are kept.
    public init(by act: StaffAct) { self.act = act }

    /// Has a message tried again under its own identity.
    ///
    /// What may have taken effect is asked about first; a refused refund goes on with its next
    /// generation when its message is taken up.
    ///
    /// `seen` is when it had been given up as the person saw it, nil for however it stands: one that
    /// was tried again and given up anew meanwhile is not decided unseen.
    ///
    /// - Throws: `PostgresError`; after `commitUnknown` ask again: a second replay is refused.
    public func replay(
        _ messageID: Int64,
        seen: Timestamp? = nil,
        on connection: Connection
    ) async throws -> Result<ReplayedLetter, DecideDeadLetterRefusal> {
        let act = act
        return try await connection.refusable { tx in
            guard let subject = try tx.first(ReadDeadSubject(messageID: messageID)) else {
                throw DecideDeadLetterRefusal.letter(.unknown(messageID: messageID))
            }
            let letter = try tx.lockDecidable(messageID, seen)
            try tx.keep(act, "dead letter replayed", of: [letter], in: subject.country)
            let now = try tx.only(ReadDomainTime())
            let replayed = try tx.replayDeadLetters(
                [letter],
                act.decision(at: now),
                pace: ReplayPace(firstDueAt: now)
            )
            guard let first = replayed.first else {
                throw DecideDeadLetterRefusal.letter(
                    .notDead(messageID: messageID, state: letter.queueState)
                )
            }
            return first
        }
    }

    /// Says what became of a message, as `evidence` proves, and moves the domain on.
    ///
    /// A verdict closes an open attempt, so it must be true of what was sent; `seen` as in `replay`.
    ///
    /// - Throws: `PostgresError`; after `commitUnknown` ask again: a second verdict is refused.
    public func resolve(
        _ messageID: Int64,
        as resolution: DeadLetterResolution,
        evidence: String,
        seen: Timestamp? = nil,
        on connection: Connection
    ) async throws -> Result<Void, DecideDeadLetterRefusal> {
        guard !evidence.isBlank else { return .failure(.noEvidence) }
        let act = act
        return try await connection.refusable(
            constraints: ["payment_gateway_key": .gatewayIDTaken]
        ) { tx in
            guard let subject = try tx.first(ReadDeadSubject(messageID: messageID)) else {
                throw DecideDeadLetterRefusal.letter(.unknown(messageID: messageID))
            }
            // Everyone's lock order: the reservation before the queue.
            let books = try tx.lockBooks(of: subject)
            let letter = try tx.lockDecidable(messageID, seen)
            try tx.keep(act, resolution.verb, of: [letter], in: subject.country)
            let now = try tx.only(ReadDomainTime())
            try tx.settle(books, of: letter, resolution, evidence: evidence, at: now)
            try tx.resolveDeadLetter(
                letter,
                as: resolution.verdict,
                act.decision(at: now, evidence: evidence),
                runID: UUID()
            )
        }
    }
}

extension DeadLetterResolution {
    var verdict: DeadLetterVerdict {
        switch self {
        case .applied, .paidOutside: .applied
        case .rejected: .rejected
        }
    }

    fileprivate var verb: String {
        switch self {
        case .applied: "dead letter resolved as applied"
        case .paidOutside: "dead letter resolved as paid outside"
        case .rejected: "dead letter resolved as rejected"
        }
    }
}

extension StaffAct {
    func decision(at now: Timestamp, evidence: String? = nil) -> DeadLetter.Decision {
        DeadLetter.Decision(by: by.name, at: now, reason: reason, evidence: evidence)
    }
}

extension Transaction {
    /// A dead letter that can be decided, locked.
    ///
    /// - Throws: `DecideDeadLetterRefusal.letter`, `changedSince`.
    borrowing func lockDecidable(_ messageID: Int64, _ seen: Timestamp?) throws -> DeadLetter {
        guard let letter = try lockDeadLetters([messageID]).first else {
            throw DecideDeadLetterRefusal.letter(.unknown(messageID: messageID))
        }
        if let refusal = letter.refusal { throw DecideDeadLetterRefusal.letter(refusal) }
        if let seen, seen != letter.deadAt { throw DecideDeadLetterRefusal.changedSince(seen) }
        return letter
    }

    /// Keeps what is done to dead letters, a row each.
    ///
    /// - Throws: `DecideDeadLetterRefusal.staff`.
    borrowing func keep(
        _ act: StaffAct,
        _ verb: String,
        of letters: [DeadLetter],
        in country: String?
    ) throws {
        try keep(
            act,
            verb,
            of: letters.map { "message \($0.messageID)" },
            in: country,
            refusing: DecideDeadLetterRefusal.self
        )
    }
}
