import Outbox
import Postgres
import Preorder

/// Breakers, and what a person or a configuration error has stopped.
enum HoldPages {
    static let path = "/operator/holds"

    static let all: [Route] = [
        .operatorPage(path) { visit, person in
            try visit.call.noQuery()
            return try await HoldsView(visit, person).page(after: nil)
        },
        .operatorForm(path + "/pause") { visit, person, submission in
            try await decide(visit, person, submission) { submission, act, connection in
                let what = try pausable(&submission)
                return try await Pauses(by: act).pause(what, on: connection)
            }
        },
        .operatorForm(path + "/resume") { visit, person, submission in
            try await decide(visit, person, submission) { submission, act, connection in
                let what = try pausable(&submission)
                return try await Pauses(by: act).resume(what, on: connection)
            }
        },
        .operatorForm(path + "/reset") { visit, person, submission in
            try await decide(visit, person, submission) { submission, act, connection in
                let destination = try submission.required("destination")
                return try await Pauses(by: act).resetBreaker(destination, on: connection)
            }
        },
    ]

    private static func decide(
        _ visit: Visit,
        _ person: Operator,
        _ submission: Submission,
        _ decision:
            @escaping @Sendable (inout Submission, StaffAct, Connection) async throws
            -> Result<Void, PauseRefusal>
    ) async throws -> Answer {
        do {
            return try await person.decide(seenAt: path) { connection in
                var submission = submission
                let act = person.act(for: submission.text("reason") ?? "")
                return try await decision(&submission, act, connection)
            }
        } catch let refusal as PauseRefusal {
            let refused = RefusedForm(refusal, visit.say)
            var page = try await HoldsView(visit, person).page(after: refused)
            page.status = refused.status
            return page.answer(to: visit)
        }
    }

    /// `scope:name`, as the forms have it.
    private static func pausable(_ submission: inout Submission) throws(Problem) -> Pausable {
        let parts = try submission.required("what").split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let scope = PauseScope(rawValue: String(parts[0])),
            let what = Pausable(scope, String(parts[1]))
        else { throw .malformedParameter("what", "is nothing that can be paused") }
        return what
    }
}
