import Foundation
import Outbox
import Postgres
import Preorder

/// Messages that were given up: found, looked at, replayed, judged (C3).
enum DeadLetterPages {
    static let path = "/operator/dead-letters"

    static let all: [Route] = [
        .operatorPage(path) { visit, person in
            let question = try DeadLetterQuestion(visit.call.query())
            // One more than is shown says whether there are more.
            let letters = try await person.rows(of: question.statement(limit: limit + 1))
            let channels = try await person.rows(of: ReadChannels())
            return DeadLetterListView(question, letters, limit, channels, visit.say).page
        },
        .operatorPage(path + "/{message_id}") { visit, person in
            try visit.call.noQuery()
            return try await view(visit, person).page(after: nil)
        },
        .operatorForm(path + "/{message_id}/replay") { visit, person, submission in
            try await decide(visit, person, submission) { typed, id, act, connection in
                try await DecideDeadLetter(by: act)
                    .replay(id, seen: typed.seen, on: connection).map { _ in }
            }
        },
        .operatorForm(path + "/{message_id}/verdict") { visit, person, submission in
            try await decide(visit, person, submission) { typed, id, act, connection in
                guard let resolution = typed.resolution else {
                    throw Problem.malformedParameter("verdict", "must be one of the form's")
                }
                return try await DecideDeadLetter(by: act).resolve(
                    id,
                    as: resolution,
                    evidence: typed.evidence,
                    seen: typed.seen,
                    on: connection
                )
            }
        },
    ]

    private static let limit = 50

    static func path(of messageID: Int64) -> String { "\(path)/\(messageID)" }

    /// Decides, and shows the letter again: as it stands now, or with why it was refused.
    private static func decide(
        _ visit: Visit,
        _ person: Operator,
        _ submission: Submission,
        _ decision:
            @escaping @Sendable (TypedDecision, Int64, StaffAct, Connection) async throws
            -> Result<Void, DecideDeadLetterRefusal>
    ) async throws -> Answer {
        let (id, typed) = (try messageID(visit), TypedDecision(submission))
        do {
            return try await person.decide(seenAt: path(of: id)) { connection in
                try await decision(typed, id, person.act(for: typed.reason), connection)
            }
        } catch let refusal as DecideDeadLetterRefusal {
            let refused = RefusedForm(refusal, visit.say)
            var page = try await view(visit, person).page(after: (refused, typed))
            page.status = refused.status
            return page.answer(to: visit)
        }
    }

    private static func view(_ visit: Visit, _ person: Operator) async throws -> DeadLetterView {
        let id = try messageID(visit)
        let dossier = try await person.pool.withConnection { connection in
            try await connection.transaction(.snapshot) { tx in try tx.deadLetterDossier(id) }
        }
        guard let dossier else { throw Problem(.notFound) }
        return DeadLetterView(dossier, visit)
    }

    private static func messageID(_ visit: Visit) throws(Problem) -> Int64 {
        guard let id = visit.call.captures["message_id"].flatMap({ Int64($0) }) else {
            throw Problem(.notFound)
        }
        return id
    }
}

/// What was typed into the forms of a dead letter; shown again when it is refused.
struct TypedDecision: Sendable {
    let reason: String
    let evidence: String
    let gatewayID: String
    let verdict: String

    /// When the letter had been given up as the form's page showed it.
    let seen: Timestamp?

    init(_ submission: Submission) {
        var submission = submission
        reason = submission.text("reason") ?? ""
        evidence = submission.text("evidence") ?? ""
        gatewayID = submission.text("gateway_id") ?? ""
        verdict = submission.text("verdict") ?? ""
        seen = submission.text("seen").flatMap { Timestamp($0) }
    }

    /// What the verdict means; nil when it is none.
    var resolution: DeadLetterResolution? {
        switch verdict {
        case "applied": .applied(gatewayID: gatewayID.isEmpty ? nil : gatewayID)
        case "paid_outside": .paidOutside
        case "rejected": .rejected
        default: nil
        }
    }
}
