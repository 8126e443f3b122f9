import Foundation
import HTTPTypes
import Postgres
import Preorder

/// The discounts of a manager's country: seen, registered, ended (A4).
enum DiscountPages {
    static let path = "/manager/discounts"

    static let all: [Route] = [
        .managerPage(path) { visit, manager in
            try visit.call.noQuery()
            return try await DiscountsView(visit, manager).page(after: nil)
        },
        .managerForm(path) { visit, manager, submission in
            let typed = TypedDiscount(submission)
            return try await write(visit, manager, typed) {
                let desk = try await OfficeDesk(visit, manager)
                let draft = try typed.draft(by: manager, desk.currency, visit.say)
                return try await visit.call.once(as: submission.key) { tx in
                    let id = try Discounts().register(draft, in: tx)
                    return KeptAnswer(.created, at: nil, ["discount_id": .id(id)])
                }
            }
        },
        .managerForm(path + "/{discount_id}/end") { visit, manager, submission in
            try await write(visit, manager, nil) {
                let id = try visit.call.id("discount_id", or: .unknownDiscount)
                var submission = submission
                let reason = submission.text("reason") ?? ""
                return try await visit.call.once(as: submission.key) { tx in
                    try Discounts().end(id, by: manager.staff, reason: reason, in: tx)
                    return KeptAnswer(.ok, at: nil, ["discount_id": .id(id)])
                }
            }
        },
    ]

    /// Writes, and shows the list again: as it is now, or with why it was refused.
    private static func write(
        _ visit: Visit,
        _ manager: Manager,
        _ typed: TypedDiscount?,
        _ body: () async throws -> KeptAnswer
    ) async throws -> Answer {
        let refused: RefusedForm
        do {
            _ = try await body()
            await visit.call.store.catalogue.drop()
            return .goOn(to: path)
        } catch let form as RefusedForm {
            refused = form
        } catch let refusal as DiscountRefusal {
            refused = RefusedForm(refusal, visit.say)
        } catch let problem as Problem {
            refused = RefusedForm(problem, visit.say)
        }
        var page = try await DiscountsView(visit, manager).page(after: (refused, typed))
        page.status = refused.status
        return page.answer(to: visit)
    }
}
