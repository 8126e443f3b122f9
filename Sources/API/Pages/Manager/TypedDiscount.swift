import Foundation
import Money
import Postgres
import Preorder

/// What was typed into the form of a discount; shown again when it is refused.
struct TypedDiscount: Sendable {
    var gameID = ""
    var policy = "percent"
    var amount = ""
    var from: String
    var until: String
    var reason = ""

    /// An empty form: a week from now on.
    init(from now: Timestamp, zone: TimeZone) {
        from = LocalMinute(now, zone: zone).text
        until = LocalMinute(now + .seconds(7 * 86_400), zone: zone).text
    }

    /// What a form brought.
    init(_ submission: Submission) {
        var submission = submission
        gameID = submission.text("game") ?? ""
        policy = submission.text("policy") ?? ""
        amount = submission.text("amount") ?? ""
        from = submission.text("from") ?? ""
        until = submission.text("until") ?? ""
        reason = submission.text("reason") ?? ""
    }

    /// The discount that it means.
    ///
    /// - Throws: what is not as it must be.
    func draft(
        by manager: Manager,
        _ currency: Currency,
        _ say: Words
    ) throws(RefusedForm) -> DiscountDraft {
        guard let gameID = UUID(uuidString: gameID) else {
            throw RefusedForm(say("게임을 선택하세요.", "Choose a game."))
        }
        let digits = policy == "percent" ? 2 : currency.exponent
        guard let units = DecimalText.units(amount, fractionDigits: digits) else {
            throw RefusedForm(
                say(
                    "할인은 소수점 이하 \(digits)자리까지의 숫자로 적으세요.",
                    "The discount is a number with at most \(digits) decimals."
                )
            )
        }
        guard let from = LocalMinute(from).instant(in: say.zone),
            let until = LocalMinute(until).instant(in: say.zone)
        else {
            throw RefusedForm(
                say("시작과 종료를 날짜와 시각으로 적으세요.", "Begin and end are a day and a time of day.")
            )
        }
        return DiscountDraft(
            gameID: gameID,
            country: manager.country,
            policy: policy,
            amount: units,
            from: from,
            until: until,
            by: manager.staff,
            reason: reason
        )
    }
}

extension RefusedForm {
    /// Why a discount was not registered or ended, and what would do.
    init(_ refusal: DiscountRefusal, _ say: Words) {
        let text: String? =
            switch refusal {
            case .amount:
                say(
                    "할인은 0보다 크고 100% 또는 정가를 넘지 않아야 합니다.",
                    "A discount is more than nothing, and at most 100% or the list price."
                )
            case .period: say("종료가 시작보다 빠릅니다.", "The discount ends before it begins.")
            case .past: say("종료가 이미 지난 시각입니다.", "The discount would end in the past.")
            case .overlaps:
                say(
                    "이 게임의 다른 할인과 기간이 겹칩니다. 먼저 그 할인을 끝내거나 다른 기간을 고르세요.",
                    "Another discount of this game holds in a part of the period: end that one first, "
                        + "or choose another period."
                )
            case .notSold:
                say("이 국가에서 판매하지 않는 게임입니다.", "The game is not sold in your country.")
            case .unknownPolicy, .staff, .unknownDiscount, .over: nil
            }
        guard let text else {
            self.init(refusal.problem, say)
            return
        }
        self.init(text, refusal.problem.kind.status)
    }
}
